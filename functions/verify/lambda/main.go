// Command lambda runs the function in AWS Lambda.
package main

import (
	"os"

	"miaoban/functions/verify"
	"miaoban/shared/platform"
)

func main() { platform.Start(verify.Function(os.Getenv)) }
