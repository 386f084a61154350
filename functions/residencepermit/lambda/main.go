// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/residencepermit"
	"miaoban/shared/platform"
)

func main() { platform.Start(residencepermit.Service().Routes) }
