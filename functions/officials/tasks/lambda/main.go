// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions"
	"miaoban/functions/officials/tasks"
	"miaoban/shared/platform"
)

func main() { platform.Start(tasks.Function(functions.Services())) }
