// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/housingfundrent"
	"miaoban/shared/platform"
)

func main() { platform.Start(housingfundrent.Service().Routes) }
