// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/remotemedical"
	"miaoban/shared/platform"
)

func main() { platform.Start(remotemedical.Service().Routes) }
