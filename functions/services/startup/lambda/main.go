// Command lambda runs the bundle in AWS Lambda.
package main

import (
	"miaoban/functions/services/startup"
	"miaoban/shared/platform"
)

func main() { platform.Start(startup.Service().Routes) }
