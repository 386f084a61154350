// Command lambda runs the function in AWS Lambda.
package main

import (
	"os"

	"miaoban/functions/proof/verify"
	"miaoban/shared/platform"
)

func main() { platform.Start(verify.Function(os.Getenv)) }
