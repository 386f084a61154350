// Command lambda runs the function in AWS Lambda.
package main

import (
	"miaoban/functions/tasks"
	"miaoban/shared/platform"
)

func main() { platform.Start(tasks.Routes) }
