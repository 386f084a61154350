// Command lambda runs the authorizer in AWS Lambda.
package main

import (
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"miaoban/functions/authorizer"
)

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	a, err := authorizer.New(os.Getenv, time.Now, log)
	if err != nil {
		log.Error("the authorizer cannot start", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(a.Authorize)
}
