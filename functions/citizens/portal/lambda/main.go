// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions/citizens/portal"
	"miaoban/shared/platform"
)

func main() { platform.Start(portal.Routes) }
