// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/ridehailing"
	"miaoban/shared/platform"
)

func main() { platform.Start(ridehailing.Service().Routes) }
