// Command lambda runs the service in AWS Lambda.
package main

import (
	"miaoban/functions/services/foodstall"
	"miaoban/shared/platform"
)

func main() { platform.Start(foodstall.Service().Routes) }
