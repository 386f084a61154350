// Command lambda runs the function in AWS Lambda.
package main

import (
	"os"

	"miaoban/functions/certificates"
	"miaoban/shared/platform"
)

func main() { platform.Start(certificates.Function(os.Getenv)) }
