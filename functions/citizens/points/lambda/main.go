// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions/citizens/points"
	"miaoban/shared/platform"
)

func main() { platform.Start(points.Routes) }
