//go:build docker

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"miaoban/events"
	"miaoban/local/gateway"
	"miaoban/local/issuer"
	"miaoban/local/port"
)

// sam returns a command of `sam local` on the functions that .ci/sam-local built.
func sam(t *testing.T, arguments ...string) *exec.Cmd {
	t.Helper()
	paths, err := filepath.Glob("../.tools/venv/bin/sam")
	if err != nil || len(paths) != 1 {
		t.Fatalf("no sam: %v", err)
	}
	path, err := filepath.Abs(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, append([]string{"local"}, arguments...)...)
	command.Dir = ".."
	return command
}

// overrides are the template's parameters for a single function on this machine.
func overrides(more ...string) []string {
	architecture := map[string]string{"amd64": "x86_64", "arm64": "arm64"}[runtime.GOARCH]
	return append(
		[]string{"--skip-pull-image", "--region", "us-east-1", "--parameter-overrides", "Architecture=" + architecture, "Store=embedded"},
		more...)
}

// TestSamLocalInvoke answers every event with `sam local invoke`.
func TestSamLocalInvoke(t *testing.T) {
	samples, err := events.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, name := range template(t).Functions() {
		names[strings.ToLower(strings.TrimSuffix(name, "Function"))] = name
	}
	for _, sample := range samples {
		t.Run(sample.Function+"/"+sample.Name, func(t *testing.T) {
			file := fmt.Sprintf("events/%s/%s.json", sample.Function, sample.Name)
			command := sam(t, append([]string{"invoke", names[sample.Function], "--event", file}, overrides()...)...)
			var log bytes.Buffer
			command.Stderr = &log
			out, err := command.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, log.String())
			}
			var answer struct {
				StatusCode int
				Body       string
			}
			if err := json.Unmarshal(out, &answer); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if answer.StatusCode == 0 { // no answer to HTTP
				answer.Body = strings.ReplaceAll(string(out), " ", "")
			}
			if want := sample.Answer; answer.StatusCode != want.Status || !strings.Contains(answer.Body, want.Words) {
				t.Errorf("got %s\nwant %d with %s", out, want.Status, want.Words)
			}
		})
	}
}

// TestSamLocalAnswersAsTheHost sends all exchanges to `sam local start-api`, and compares each answer with the
// host's. The host's issuer signs in the callers of both.
func TestSamLocalAnswersAsTheHost(t *testing.T) {
	s := openSite(t, t.TempDir())
	listener, err := net.Listen("tcp", bridge(t)+":0")
	if err != nil {
		t.Fatal(err)
	}
	seen := "http://" + listener.Addr().String()
	people, err := issuer.New(seen, audience, filepath.Join(t.TempDir(), "issuer.key"), "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: people.Handler()}
	go server.Serve(listener) // until it is closed
	defer server.Close()

	_, at, _ := strings.Cut(port.Free(t, 1)[0], ":")
	command := sam(t, append([]string{"start-api", "--port", at, "--warm-containers", "EAGER"},
		overrides("Issuer="+seen, "JwksUrl="+seen+"/issuer/jwks.json", "Audience="+audience)...)...)
	var log safeBuffer
	command.Stdout, command.Stderr = &log, &log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		command.Process.Signal(os.Interrupt) // it removes its containers
		command.Wait()                       // its error is that it was interrupted
	}()
	url := "http://127.0.0.1:" + at
	awaitAnswer(t, url, &log)

	for _, e := range exchanges(t) {
		t.Run(e.name, func(t *testing.T) {
			token := ""
			if e.by != "" {
				if token, err = people.Token(person(t, e.by).ID); err != nil {
					t.Fatal(err)
				}
			}
			got, want := e.sendTo(t, url, token), e.sendTo(t, s.url, s.tokenOf(e))
			e.check(t, got)
			if got != want {
				t.Errorf(
					"sam local answers\n%d %s%s\nand the host\n%d %s%s",
					got.status,
					got.headers,
					got.body,
					want.status,
					want.headers,
					want.body,
				)
			}
		})
	}
}

// awaitAnswer returns when the address answers.
func awaitAnswer(t *testing.T, url string, log *safeBuffer) {
	t.Helper()
	for began := time.Now(); time.Since(began) < 2*time.Minute; pause(200 * time.Millisecond) {
		if response, err := http.Get(url); err == nil {
			response.Body.Close()
			return
		}
	}
	t.Fatalf("no answer:\n%s", log.String())
}

func template(t *testing.T) *gateway.Template {
	t.Helper()
	loaded, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// bridge returns the address by which containers reach this machine.
func bridge(t *testing.T) string {
	t.Helper()
	docker, err := net.InterfaceByName("docker0")
	if err != nil {
		t.Fatal(err)
	}
	addresses, err := docker.Addrs()
	if err != nil || len(addresses) == 0 {
		t.Fatalf("docker0 has no address: %v", err)
	}
	ip, _, err := net.ParseCIDR(addresses[0].String())
	if err != nil {
		t.Fatal(err)
	}
	return ip.String()
}
