// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions"
	"miaoban/functions/officials/figures"
	"miaoban/shared/platform"
)

func main() { platform.Start(figures.Function(functions.Services())) }
