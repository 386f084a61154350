// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/householdentry"
	"miaoban/shared/platform"
)

func main() { platform.Start(householdentry.Service().Routes) }
