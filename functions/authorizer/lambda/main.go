// Command lambda runs the authorizer in AWS Lambda.
package main

import (
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"miaoban/functions/authorizer"
	"miaoban/shared/trail"
)

func main() {
	log := trail.NewLog(os.Stdout)
	a, err := authorizer.New(os.Getenv, time.Now, log)
	if err != nil {
		log.Error("the authorizer cannot start", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(a.Authorize)
}
