// Command lambda runs the job in AWS Lambda.
package main

import (
	"miaoban/functions"
	"miaoban/functions/jobs/publication"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
)

func main() {
	platform.StartJob("publication", func(e *instant.Engine) (platform.Job[publication.Order, publication.Report], error) {
		return publication.Job(e, functions.Services())
	})
}
