// Command lambda runs the function in AWS Lambda.
package main

import (
	"os"

	"miaoban/functions/proof/pdf"
	"miaoban/shared/platform"
)

func main() { platform.Start(pdf.Function(os.Getenv)) }
