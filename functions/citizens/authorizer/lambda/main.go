// Command lambda runs the authorizer in AWS Lambda.
package main

import (
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"miaoban/functions/citizens/authorizer"
	"miaoban/shared/platform/plain"
	"miaoban/shared/tracing"
)

func main() {
	log := tracing.NewLog(os.Stdout)
	sessions, err := plain.Open(os.Getenv)
	var a *authorizer.Authorizer
	if err == nil {
		a, err = authorizer.New(os.Getenv, sessions, time.Now, log)
	}
	if err != nil {
		log.Error("the authorizer cannot start", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(a.Authorize)
}
