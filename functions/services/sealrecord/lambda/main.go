// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/sealrecord"
	"miaoban/shared/platform"
)

func main() { platform.Start(sealrecord.Service().Routes) }
