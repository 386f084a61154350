// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/employerinsurance"
	"miaoban/shared/platform"
)

func main() { platform.Start(employerinsurance.Service().Routes) }
