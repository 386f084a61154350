// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/flexiblesubsidy"
	"miaoban/shared/platform"
)

func main() { platform.Start(flexiblesubsidy.Service().Routes) }
