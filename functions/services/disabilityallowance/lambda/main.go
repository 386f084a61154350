// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/disabilityallowance"
	"miaoban/shared/platform"
)

func main() { platform.Start(disabilityallowance.Service().Routes) }
