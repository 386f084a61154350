// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/birthregistration"
	"miaoban/shared/platform"
)

func main() { platform.Start(birthregistration.Service().Routes) }
