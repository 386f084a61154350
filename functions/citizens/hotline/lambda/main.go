// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions"
	"miaoban/functions/citizens/hotline"
	"miaoban/shared/platform"
)

func main() { platform.Start(hotline.Function(functions.Services())) }
