// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/residentpension"
	"miaoban/shared/platform"
)

func main() { platform.Start(residentpension.Service().Routes) }
