// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/childinsurance"
	"miaoban/shared/platform"
)

func main() { platform.Start(childinsurance.Service().Routes) }
