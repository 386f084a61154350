package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"miaoban/local/issuer"
	"miaoban/local/port"
	"miaoban/shared/instant"
	"miaoban/shared/registry/seed"
)

// process is the host in a process of its own. It has the same address after each restart.
type process struct {
	t       *testing.T
	address string
	on      settings
}

func newProcess(t *testing.T, on settings) *process {
	t.Helper()
	return &process{t: t, address: port.Free(t, 1)[0], on: on}
}

// asHost is the environment variable by which the test binary runs as the host, so that nothing has to be built.
const asHost = "MIAOBAN_TEST_AS_HOST"

// command returns the command of the host, with the arguments after its flags.
func (p *process) command(arguments ...string) *exec.Cmd {
	p.t.Helper()
	self, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	on := p.on
	flags := []string{"-address", p.address, "-data", on.data, "-template", on.template, "-store", on.store, "-table", on.table}
	command := exec.Command(self, append(flags, arguments...)...)
	command.Env = append(os.Environ(), asHost+"=true")
	return command
}

// start starts the host and returns when it listens. kill ends it like a power cut, and returns when it has ended.
func (p *process) start() (kill func()) {
	p.t.Helper()
	command, _ := p.run()
	return func() {
		command.Process.Kill()
		command.Wait() // its error is that it was killed
	}
}

// run starts the host and returns when it listens; complaints has its error output.
func (p *process) run() (command *exec.Cmd, complaints *safeBuffer) {
	p.t.Helper()
	command = p.command()
	complaints = &safeBuffer{}
	command.Stderr = complaints
	out, err := command.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		p.t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		p.t.Fatalf("the host did not start: %v\n%s", err, complaints.String())
	}
	return command, complaints
}

// TestKilled kills the host at random moments while clients apply and try again. Afterwards every acknowledged
// application exists, none is incomplete, nobody was granted twice, and the audit's chains are intact.
func TestKilled(t *testing.T) {
	kills := 200
	if testing.Short() {
		kills = 20
	}
	onEachStore(t, func(t *testing.T, on settings) {
		records, err := seeded(t, on).openStore(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		people := crowd(t, records, 100*kills)
		if err := records.Close(); err != nil {
			t.Fatal(err)
		}
		p := newProcess(t, on)
		client := p.load(people)
		for range kills {
			kill := p.start()
			pause(time.Duration(rand.IntN(60)) * time.Millisecond)
			kill()
		}
		kill := p.start()
		if err := client.end(); err != nil {
			t.Error(err)
		}
		client.check(t)
		kill()

		taken := min(int(client.next.Load()), len(people))
		want := fmt.Sprintf("%d decisions made again, 0 faults\n", taken+past(t))
		var out bytes.Buffer
		if err := replay(t.Context(), on, &out); err != nil || out.String() != want {
			t.Errorf("replay: %v\n%swant %s", err, out.String(), want)
		}
		t.Logf("%d kills, %d applications, %d requests failed and were sent again", kills, taken, client.failed.Load())
	})
}

// pause waits for the moment of the kill, or before a client tries again.
func pause(d time.Duration) { <-time.After(d) }

// clients apply for the people, one after another; each application is repeated until it is acknowledged.
type clients struct {
	url          string
	issuer       *issuer.Issuer
	people       []seed.Person
	next         atomic.Int64
	failed       atomic.Int64
	granted      atomic.Int64
	acknowledged []atomic.Pointer[instant.Receipt]

	test  context.Context // at whose end none tries again
	stop  context.CancelFunc
	ended chan error // of each
}

// issuer returns an issuer with the key of the host's.
func (p *process) issuer() *issuer.Issuer {
	p.t.Helper()
	tokens, err := issuer.New("http://"+p.address, audience, filepath.Join(p.on.data, "issuer.key"), "", time.Now)
	if err != nil {
		p.t.Fatal(err)
	}
	return tokens
}

// load starts four clients that apply until they are ended.
func (p *process) load(people []seed.Person) *clients {
	p.t.Helper()
	ctx, stop := context.WithCancel(p.t.Context())
	p.t.Cleanup(stop)
	a := &clients{
		url: "http://" + p.address, issuer: p.issuer(), people: people, acknowledged: make([]atomic.Pointer[instant.Receipt], len(people)),
		test: p.t.Context(), stop: stop, ended: make(chan error, 4),
	}
	for range cap(a.ended) {
		go func() { a.ended <- a.run(ctx) }()
	}
	return a
}

// end stops the clients after their current application.
func (a *clients) end() (err error) {
	a.stop()
	for range cap(a.ended) {
		err = errors.Join(err, <-a.ended)
	}
	return err
}

// await returns when that number of further applications is acknowledged.
func (a *clients) await(more int64) {
	for until := a.granted.Load() + more; a.granted.Load() < until; {
		pause(2 * time.Millisecond)
	}
}

// acknowledgedNow returns the applications acknowledged so far.
func (a *clients) acknowledgedNow() (all []*instant.Receipt) {
	for i := range a.acknowledged {
		if receipt := a.acknowledged[i].Load(); receipt != nil {
			all = append(all, receipt)
		}
	}
	return all
}

func (a *clients) run(ctx context.Context) error {
	for ctx.Err() == nil {
		i := int(a.next.Add(1)) - 1
		if i >= len(a.people) {
			return fmt.Errorf("%d people are too few", len(a.people))
		}
		receipt, err := a.apply(i)
		if err != nil {
			return err
		}
		a.acknowledged[i].Store(receipt)
		a.granted.Add(1)
	}
	return nil
}

// apply applies for one person. Every second one sends an idempotency key.
func (a *clients) apply(i int) (*instant.Receipt, error) {
	token, err := a.issuer.Sign(a.people[i])
	if err != nil {
		return nil, err
	}
	for {
		body := fmt.Sprintf(`{"payee":"own","account":%q}`, a.people[i].Card)
		request, err := http.NewRequestWithContext(a.test, "POST", a.url+"/services/elderlyallowance/applications", strings.NewReader(body))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Content-Type", "application/json")
		if i%2 == 0 {
			request.Header.Set("Idempotency-Key", fmt.Sprint("key-", i))
		}
		status, text, err := do(request)
		if a.test.Err() != nil {
			return nil, a.test.Err()
		}
		if err != nil || status == http.StatusServiceUnavailable {
			a.failed.Add(1)
			pause(2 * time.Millisecond)
			continue
		}
		var receipt instant.Receipt
		if err := json.Unmarshal([]byte(text), &receipt); err != nil || status != http.StatusCreated || receipt.Certificate == nil {
			return nil, fmt.Errorf("%d %s, %w", status, text, err)
		}
		return &receipt, nil
	}
}

func do(request *http.Request) (status int, body string, err error) {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, string(text), err
}

// check reads the applications of each person: those that were acknowledged, complete, and once.
func (a *clients) check(t *testing.T) {
	for i := range min(int(a.next.Load()), len(a.people)) {
		receipt := a.acknowledged[i].Load()
		if receipt == nil {
			t.Fatalf("person %d has no answer", i)
		}
		token, err := a.issuer.Sign(a.people[i])
		if err != nil {
			t.Fatal(err)
		}
		get := func(path string) string {
			request, err := http.NewRequestWithContext(t.Context(), "GET", a.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer "+token)
			status, text, err := do(request)
			if err != nil || status != http.StatusOK {
				t.Errorf("person %d: %s: %d %s, %v", i, path, status, text, err)
			}
			return text
		}
		list := get("/applications")
		if strings.Count(list, `"number"`) != 1 || !strings.Contains(list, receipt.Number) ||
			!strings.Contains(list, receipt.Certificate.Number) {
			t.Errorf("person %d was told of %s and has %s", i, receipt.Number, list)
		}
		if text := get("/applications/" + receipt.Number); !strings.Contains(text, `"payment"`) {
			t.Errorf("person %d has no payment: %s", i, text)
		}
		get("/certificates/" + receipt.Certificate.Number)
	}
}

func TestMain(m *testing.M) {
	if os.Getenv(asHost) != "" {
		flag.CommandLine = flag.NewFlagSet(os.Args[0], flag.ExitOnError) // without the flags of tests
		main()
		return
	}
	http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = 16
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	var err error
	if seedFolder, err = os.MkdirTemp("", "miaoban"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(seedFolder)
	code := m.Run()
	if err := stopChromium(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return code
}
