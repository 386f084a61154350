// Command lambda runs the function in AWS Lambda.
package main

import (
	"net/url"
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
	var public *url.URL
	if err == nil {
		public, err = httpapi.PublicAddress(os.Getenv("PUBLIC_URL"))
	}
	if err != nil {
		log.Error("the function cannot start", "error", err.Error())
		os.Exit(1)
	}
	server := httpapi.Server{Routes: routes, Pages: pages, Log: log, Public: public}
	lambda.Start(server.Serve)
}
