// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/soletrader"
	"miaoban/shared/platform"
)

func main() { platform.Start(soletrader.Service().Routes) }
