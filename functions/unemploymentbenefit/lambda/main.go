// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/unemploymentbenefit"
	"miaoban/shared/platform"
)

func main() { platform.Start(unemploymentbenefit.Service().Routes) }
