// Command lambda runs the bundle in AWS Lambda.
package main

import (
	"miaoban/functions/services/birth"
	"miaoban/shared/platform"
)

func main() { platform.Start(birth.Service().Routes) }
