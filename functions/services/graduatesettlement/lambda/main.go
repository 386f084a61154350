// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/graduatesettlement"
	"miaoban/shared/platform"
)

func main() { platform.Start(graduatesettlement.Service().Routes) }
