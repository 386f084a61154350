// Command lambda runs the job in AWS Lambda.
package main

import (
	"miaoban/functions/jobs/clocks"
	"miaoban/shared/platform"
)

func main() { platform.StartJob("clocks", clocks.Job) }
