// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions"
	"miaoban/functions/officials/dashboard"
	"miaoban/shared/platform"
)

func main() { platform.Start(dashboard.Function(functions.Services())) }
