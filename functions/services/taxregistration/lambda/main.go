// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/taxregistration"
	"miaoban/shared/platform"
)

func main() { platform.Start(taxregistration.Service().Routes) }
