// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/birthregistration"
	"miaoban/shared/platform"
)

func main() { platform.Start(birthregistration.Service().Routes) }
