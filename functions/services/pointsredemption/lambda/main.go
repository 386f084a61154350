// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/pointsredemption"
	"miaoban/shared/platform"
)

func main() { platform.Start(pointsredemption.Service().Routes) }
