// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions/certificates"
	"miaoban/shared/platform"
)

func main() { platform.Start(certificates.Routes) }
