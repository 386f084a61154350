// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/ridehailing"
	"miaoban/shared/platform"
)

func main() { platform.Start(ridehailing.Service().Routes) }
