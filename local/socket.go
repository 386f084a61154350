package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"miaoban/shared/store/bolt"
)

// A running host has exclusive use of its store. Commands that need the store send their request to
// a socket in the data folder, which only the owner can open.

func socketPath(data string) string { return filepath.Join(data, "host.socket") }

// answerCommands listens at the socket until the context ends. The returned function waits for
// running commands; an unfinished backup is removed.
func answerCommands(ctx context.Context, data string, records *bolt.Store, log *slog.Logger) (answered func(), err error) {
	path := socketPath(data)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) { // left by a killed host
		return nil, err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /backup", func(w http.ResponseWriter, r *http.Request) {
		if err := copyInto(r.Context(), records, data, r.URL.Query().Get("folder"), func() {}); err != nil {
			log.Error("a backup", "error", err.Error())
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		log.Info("backed up")
	})
	server := &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	return func() {
		ended := make(chan struct{})
		context.AfterFunc(ctx, func() {
			defer close(ended)
			grace, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			if err := server.Shutdown(grace); err != nil {
				log.Error("stopping what commands asked for", "error", err.Error())
			}
		})
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("no commands are answered any more", "error", err.Error())
		}
		<-ended
	}, nil
}

// askHost asks the running host for a backup and waits for it.
func askHost(ctx context.Context, data, folder string) error {
	dialer := net.Dialer{Timeout: 5 * time.Second}
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "unix", socketPath(data))
	}}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://host/backup?folder="+url.QueryEscape(folder), nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf(
			"another command has the records open, and no host answers at %s: try again when it has ended: %w",
			socketPath(data),
			err,
		)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the host: %s", text)
	}
	return err
}
