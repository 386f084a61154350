// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/socialcard"
	"miaoban/shared/platform"
)

func main() { platform.Start(socialcard.Service().Routes) }
