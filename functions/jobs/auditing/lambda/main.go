// Command lambda runs the job in AWS Lambda.
package main

import (
	"os"

	"miaoban/functions/jobs/auditing"
	"miaoban/shared/platform"
)

func main() { platform.StartJob("auditing", auditing.Job(os.Getenv)) }
