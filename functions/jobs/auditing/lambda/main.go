// Command lambda runs the job in AWS Lambda.
package main

import (
	"os"

	"miaoban/functions/jobs/auditing"
	"miaoban/shared/platform"
)

func main() { platform.StartJob(auditing.Job(os.Getenv)) }
