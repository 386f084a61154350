// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/platform"
)

func main() { platform.Start(elderlyallowance.Service().Routes) }
