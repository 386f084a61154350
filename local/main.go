// Command local runs the whole house on one machine: the API and its pages, the
// embedded store, and an issuer that signs in seed people.
//
//	go run ./local           serve on http://localhost:8080
//	go run ./local replay    decide all stored applications again
//	go run ./local history   make the past of the seed (make seed)
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	address := flag.String("address", "localhost:8080", "where to listen")
	data := flag.String("data", ".data", "folder of the embedded store and the issuer's key")
	template := flag.String("template", "template.yaml", "the SAM template with the routes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	switch command := flag.Arg(0); command {
	case "":
		err = serve(ctx, *address, *data, *template)
	case "history":
		err = history(ctx, os.Stdout)
	case "replay":
		err = replay(ctx, *data, os.Stdout)
	default:
		err = fmt.Errorf("there is no command %q: leave it out to serve, or say replay or history", command)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, address, data, template string) error {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (choose another with -address): %w", address, err)
	}
	logFile, err := os.OpenFile(filepath.Join(data, "host.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer logFile.Close()
	log := slog.New(slog.NewJSONHandler(logFile, nil))
	h, err := newHost(ctx, "http://"+listener.Addr().String(), data, template, log)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h.handler, ReadHeaderTimeout: 10 * time.Second}
	fmt.Printf("秒办 is at http://%s — sign in as one of the seed people.\nIts log is %s; stop it with Ctrl-C.\n", address, logFile.Name())
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(grace); err != nil {
			log.Error("stopping", "error", err.Error())
		}
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(err, h.close())
	}
	return h.close()
}
