// Command lambda runs the function in AWS Lambda.
package main

import (
	"os"

	"miaoban/functions/proof/certificates"
	"miaoban/shared/platform"
)

func main() { platform.Start(certificates.Function(os.Getenv)) }
