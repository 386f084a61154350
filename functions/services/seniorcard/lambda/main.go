// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/platform"
)

func main() { platform.Start(seniorcard.Service().Routes) }
