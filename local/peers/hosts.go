package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// host is a program that serves functions on one machine.
type host struct {
	name    string
	asked   string // the request that is measured
	url     string
	command []string
	folder  string
	prepare []string // commands before the start
}

// hosts compares our host with others: the time from the start to the first answer, and then four concurrent
// clients.
func (b bench) hosts(ctx context.Context) error {
	data, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	binary := filepath.Join(data, "local")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "./local").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	ours := []string{binary, "-address", "127.0.0.1:3990", "-data", filepath.Join(data, "data")}
	all := []host{
		{"秒办", "a small document", "http://127.0.0.1:3990/problems/busy", ours, "", nil},
		{"秒办", "a service's form, of 11 KB", "http://127.0.0.1:3990/services/elderlyallowance", ours, "", nil},
		{"serverless-offline", "an empty function in Node", "http://127.0.0.1:3991/empty",
			[]string{
				"node_modules/.bin/serverless",
				"offline",
				"--httpPort",
				"3991",
				"--lambdaPort",
				"3992",
				"--noPrependStageInUrl",
			}, "local/peers/node", nil},
	}
	if exec.CommandContext(ctx, "docker", "info").Run() == nil {
		all = append(all, host{"sam local start-api", "a small document", "http://127.0.0.1:3993/problems/busy",
			[]string{
				".tools/venv/bin/sam",
				"local",
				"start-api",
				"--skip-pull-image",
				"--warm-containers",
				"LAZY",
				"--port",
				"3993",
				"--parameter-overrides",
				"Architecture=x86_64",
				"Store=embedded",
			}, "", []string{"bash", ".ci/sam-local"}})
	} else {
		fmt.Println("sam local start-api: NOT RUN, no Docker engine runs here")
	}
	fmt.Println("| host | asked for | first answer | p50 | p99 | a second | memory |\n| --- | --- | ---: | ---: | ---: | --- | ---: |")
	for _, h := range all {
		if err := h.measure(ctx, b.seconds); err != nil {
			return fmt.Errorf("%s: %w", h.name, err)
		}
	}
	return nil
}

func (h host) measure(ctx context.Context, seconds float64) error {
	if h.prepare != nil {
		if out, err := exec.CommandContext(ctx, h.prepare[0], h.prepare[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
	}
	command := exec.CommandContext(ctx, h.command[0], h.command[1:]...)
	command.Dir = h.folder
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	began := time.Now()
	if err := command.Start(); err != nil {
		return err
	}
	defer func() {
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGTERM)
		_ = command.Wait()
	}()
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 4}}
	get := func() error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url, nil)
		if err != nil {
			return err
		}
		request.Header.Set("Accept", "application/json")
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		_, err = io.Copy(io.Discard, response.Body)
		if err == nil && response.StatusCode != http.StatusOK {
			err = fmt.Errorf("it answered %d", response.StatusCode)
		}
		return err
	}
	for get() != nil {
		if time.Since(began) > 5*time.Minute {
			return fmt.Errorf("no answer in five minutes")
		}
		time.Sleep(5 * time.Millisecond)
	}
	first := time.Since(began)
	var rates []float64
	var took []time.Duration
	for range rounds {
		var mu sync.Mutex
		var all sync.WaitGroup
		var failed error
		n, round := 0, time.Now()
		for range 4 {
			all.Go(func() {
				for time.Since(round).Seconds() < seconds {
					one := time.Now()
					err := get()
					mu.Lock()
					n++
					took = append(took, time.Since(one))
					if err != nil {
						failed = err
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if failed != nil {
			return failed
		}
		rates = append(rates, float64(n)/time.Since(round).Seconds())
	}
	slices.Sort(rates)
	slices.Sort(took)
	fmt.Printf("| %s | %s | %v | %v | %v | %s (%s – %s) | %d MB |\n", h.name, h.asked, first.Round(time.Millisecond),
		took[len(took)/2].Round(10*time.Microsecond), took[len(took)*99/100].Round(10*time.Microsecond),
		short(rates[len(rates)/2]), short(rates[0]), short(rates[len(rates)-1]), memory(command.Process.Pid)>>20)
	return nil
}

// memory returns the resident memory of the processes of a group, in bytes.
func memory(group int) (held int64) {
	processes, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range processes {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		_, after, _ := strings.Cut(string(text), ") ")
		fields := strings.Fields(after) // state, parent, group, …; resident pages are the 22nd
		if len(fields) < 22 || fields[2] != strconv.Itoa(group) {
			continue
		}
		pages, _ := strconv.ParseInt(fields[21], 10, 64)
		held += pages * int64(os.Getpagesize())
	}
	return held
}
