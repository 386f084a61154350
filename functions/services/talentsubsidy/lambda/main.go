// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/talentsubsidy"
	"miaoban/shared/platform"
)

func main() { platform.Start(talentsubsidy.Service().Routes) }
