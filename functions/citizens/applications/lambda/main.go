// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions"
	"miaoban/functions/citizens/applications"
	"miaoban/shared/platform"
)

func main() { platform.Start(applications.Function(functions.Services())) }
