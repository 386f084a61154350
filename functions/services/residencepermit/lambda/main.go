// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/residencepermit"
	"miaoban/shared/platform"
)

func main() { platform.Start(residencepermit.Service().Routes) }
