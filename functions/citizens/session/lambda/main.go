// Command lambda runs the function in AWS Lambda.
package main

import (
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"miaoban/functions/citizens/session"
	"miaoban/shared/httpapi"
	"miaoban/shared/platform/plain"
	"miaoban/shared/tracing"
	"miaoban/shared/web"
)

func main() {
	log := tracing.NewLog(os.Stdout)
	pages := web.New(os.Getenv("DEMONSTRATION") == "true")
	sessions, err := plain.Open(os.Getenv)
	var routes httpapi.Routes
	if err == nil {
		routes, err = session.Routes(os.Getenv, sessions, pages, time.Now)
	}
	if err != nil {
		log.Error("the function cannot start", "error", err.Error())
		os.Exit(1)
	}
	server := httpapi.Server{Routes: routes, Pages: pages, Log: log}
	lambda.Start(server.Serve)
}
