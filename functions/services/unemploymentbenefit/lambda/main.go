// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/unemploymentbenefit"
	"miaoban/shared/platform"
)

func main() { platform.Start(unemploymentbenefit.Service().Routes) }
