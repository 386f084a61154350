// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/pointsredemption"
	"miaoban/shared/platform"
)

func main() { platform.Start(pointsredemption.Service().Routes) }
