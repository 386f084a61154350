// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/housingfundrent"
	"miaoban/shared/platform"
)

func main() { platform.Start(housingfundrent.Service().Routes) }
