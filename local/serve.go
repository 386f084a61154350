package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"miaoban/shared/store/bolt"
	"miaoban/shared/tracing"
	"miaoban/shared/vault"
)

// limits are the time limits for a connected client.
type limits struct {
	header, body  time.Duration // to send a request's header, then its body
	answer        time.Duration // from the header until the answer is received
	idle          time.Duration // between two requests
	drain, settle time.Duration // at shutdown: for requests in flight, then for sending their answers
}

// usual are the host's limits: an answer takes up to 29 seconds, as behind API Gateway.
func usual() limits {
	return limits{
		header: 10 * time.Second, body: 20 * time.Second, answer: 2 * time.Minute, idle: time.Minute,
		drain: time.Minute, settle: 10 * time.Second,
	}
}

// serve serves until the context ends, and then until the requests in flight are answered.
func serve(ctx context.Context, s settings) (err error) {
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (choose another with -address): %w", s.address, err)
	}
	defer listener.Close()
	logFile, err := os.OpenFile(filepath.Join(s.data, "host.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer logFile.Close()
	traces, err := s.traced()
	if err != nil {
		return err
	}
	defer traces.Close()
	records, err := s.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	h, err := newHost(addressOf(listener), s, records, logFile)
	if err != nil {
		return err
	}
	log := tracing.NewLog(logFile)
	ctx, cancel := context.WithCancel(ctx)
	defer attend(ctx, s, records, log, os.Stderr)()
	ended, err := schedule(ctx, s, records, logFile)
	if err != nil {
		cancel()
		return err
	}
	defer ended()
	defer cancel()
	fmt.Printf(
		"秒办 is at %s — sign in as one of the seed people.\nIts log is %s; stop it with Ctrl-C.\n",
		addressOf(listener),
		logFile.Name(),
	)
	return serveUntil(ctx, listener, h, usual(), log)
}

// attend answers commands and watches the store. A fault of the store file goes to the log and,
// because the log may be lost with it, to the terminal. Both end with the context; ended waits for
// them.
func attend(ctx context.Context, s settings, records *vault.Store, log *slog.Logger, aloud io.Writer) (ended func()) {
	embedded, ok := records.Inner().(*bolt.Store)
	if !ok {
		return func() {}
	}
	var all sync.WaitGroup
	if answered, err := answerCommands(ctx, s.data, embedded, log); err == nil {
		all.Go(answered)
	} else { // the path may be too long for a socket
		log.Error("no commands are answered", "error", err.Error())
		fmt.Fprintf(aloud, "No backup can be made while this runs: %v\n", err)
	}
	all.Go(func() {
		watch(ctx, time.Second, embedded.Health, func(err error) {
			if err == nil {
				log.Info("the store is there again")
				return
			}
			log.Error("the store", "error", err.Error())
			fmt.Fprintf(aloud, "%s: %v. Until then requests are answered with 503.\n", storePath(s.data), err)
		})
	})
	return all.Wait
}

// watch reports each change of the store's health until the context ends.
func watch(ctx context.Context, each time.Duration, health func() error, tell func(error)) {
	ticker := time.NewTicker(each)
	defer ticker.Stop()
	for ill := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := health(); (err != nil) != ill {
			ill = err != nil
			tell(err)
		}
	}
}

// serveUntil serves on the listener until the context ends. Then it answers the requests in flight
// and keeps listening meanwhile, because functions may call the issuer on the same listener.
func serveUntil(ctx context.Context, listener net.Listener, h *host, l limits, log *slog.Logger) error {
	d := &drain{next: l.patient(h.handler), closed: h.closed, empty: make(chan struct{})}
	server := &http.Server{
		Handler: d, ReadHeaderTimeout: l.header, WriteTimeout: l.answer, IdleTimeout: l.idle,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	d.stop()
	select {
	case <-d.empty:
	case <-time.After(l.drain):
		log.Error("stopping: what is in flight takes too long")
	}
	grace, cancel := context.WithTimeout(context.Background(), l.settle)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		log.Warn("stopping: connections are cut", "error", err.Error())
		return server.Close()
	}
	return nil
}

// patient stops request bodies that take longer than the limit. A read limit of the server would
// also cancel the context of the request.
func (l limits) patient(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != http.NoBody {
			connection := http.NewResponseController(w)
			if err := connection.SetReadDeadline(time.Now().Add(l.body)); err == nil {
				r.Body = &timed{r.Body, connection}
			}
		}
		next.ServeHTTP(w, r)
	})
}

// timed is a request body with a time limit.
type timed struct {
	io.ReadCloser
	connection *http.ResponseController
}

func (t *timed) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if err == io.EOF {
		if unlimited := t.connection.SetReadDeadline(time.Time{}); unlimited != nil {
			return n, unlimited
		}
	}
	return n, err
}

// drain counts requests in flight. After it is stopped it accepts only requests to the issuer.
type drain struct {
	next     http.Handler
	closed   http.Handler // answers what comes too late
	mu       sync.Mutex
	inFlight int
	stopped  bool
	empty    chan struct{} // closed when it is stopped and nothing is in flight
}

func (d *drain) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !d.enter() {
		if strings.HasPrefix(r.URL.Path, "/issuer/") || strings.HasPrefix(r.URL.Path, "/.well-known/openid-") {
			d.next.ServeHTTP(w, r)
			return
		}
		d.closed.ServeHTTP(w, r)
		return
	}
	defer d.leave()
	d.next.ServeHTTP(w, r)
}

func (d *drain) enter() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.stopped {
		d.inFlight++
	}
	return !d.stopped
}

func (d *drain) leave() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.inFlight--; d.stopped && d.inFlight == 0 {
		close(d.empty)
	}
}

func (d *drain) stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stopped = true; d.inFlight == 0 {
		close(d.empty)
	}
}
