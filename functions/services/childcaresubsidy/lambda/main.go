// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/childcaresubsidy"
	"miaoban/shared/platform"
)

func main() { platform.Start(childcaresubsidy.Service().Routes) }
