// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/soletraderchange"
	"miaoban/shared/platform"
)

func main() { platform.Start(soletraderchange.Service().Routes) }
