// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions"
	"miaoban/functions/officials/reviews"
	"miaoban/shared/platform"
)

func main() { platform.Start(reviews.Function(functions.Services())) }
