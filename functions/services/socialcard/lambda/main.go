// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/socialcard"
	"miaoban/shared/platform"
)

func main() { platform.Start(socialcard.Service().Routes) }
