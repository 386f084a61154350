// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/remotemedical"
	"miaoban/shared/platform"
)

func main() { platform.Start(remotemedical.Service().Routes) }
