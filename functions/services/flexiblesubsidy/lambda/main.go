// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/flexiblesubsidy"
	"miaoban/shared/platform"
)

func main() { platform.Start(flexiblesubsidy.Service().Routes) }
