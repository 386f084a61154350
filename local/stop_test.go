package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"miaoban/shared/instant"
	"miaoban/shared/tracing"
)

// within runs a function that must return within that time.
func within(t *testing.T, seconds int, what string, do func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Duration(seconds) * time.Second):
		t.Fatalf("%s takes more than %d s", what, seconds)
		return nil
	}
}

// half sends a part of a request to the host, and returns the connection and the rest of the request.
func (p *process) half(token, body string) (connection net.Conn, rest string) {
	p.t.Helper()
	connection, err := net.Dial("tcp", p.address)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { connection.Close() })
	cut := len(body) / 2
	_, err = fmt.Fprintf(connection, "POST /services/elderlyallowance/applications HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", p.address, token, len(body))
	if err != nil {
		p.t.Fatal(err)
	}
	const goOn = "HTTP/1.1 100 Continue\r\n\r\n"
	if _, err := io.ReadFull(connection, make([]byte, len(goOn))); err != nil { // it reads the body now
		p.t.Fatal(err)
	}
	if _, err := io.WriteString(connection, body[:cut]); err != nil {
		p.t.Fatal(err)
	}
	return connection, body[cut:]
}

// TestAStoppedHostAnswersWhatIsInFlight, even if the answer needs the issuer on the same listener: the request is the
// first with a token, for which the issuer's keys are fetched. Later requests are answered to try again.
func TestAStoppedHostAnswersWhatIsInFlight(t *testing.T) {
	on := embedded(t.TempDir())
	p := newProcess(t, on)
	command, complaints := p.run()
	defer command.Process.Kill()
	token, err := p.issuer().Sign(person(t, "何婉清"))
	if err != nil {
		t.Fatal(err)
	}
	connection, rest := p.half(token, own(t, "何婉清"))
	idle, err := net.Dial("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = within(t, 10, "turning away", func() error {
		for {
			status, _, err := do(get(t, "http://"+p.address+"/services"))
			if status == http.StatusServiceUnavailable {
				return nil
			}
			if err != nil {
				t.Errorf("while something is in flight, nobody listens: %v", err)
				return nil
			}
			pause(5 * time.Millisecond)
		}
	})
	if _, err := io.WriteString(connection, rest); err != nil {
		t.Fatal(err)
	}
	var response *http.Response
	var text []byte
	err = within(t, 20, "the answer", func() (err error) {
		if response, err = http.ReadResponse(bufio.NewReader(connection), nil); err != nil {
			return err
		}
		text, err = io.ReadAll(response.Body)
		return err
	})
	if err != nil || response.StatusCode != http.StatusCreated || !strings.Contains(string(text), `"outcome":"approved"`) {
		t.Fatalf("what was in flight: %v %s", err, text)
	}
	if err := within(t, 20, "stopping", command.Wait); err != nil {
		t.Errorf("it ended with %v: %s", err, complaints.String())
	}
	records, err := seeded(t, on).openStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	number := strings.Split(strings.SplitN(string(text), `"number":"`, 2)[1], `"`)[0]
	if _, err := instant.LoadApplication(t.Context(), records, number); err != nil {
		t.Errorf("what was acknowledged while it stopped: %v", err)
	}
}

func get(t *testing.T, url string) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return request
}

// TestNobodyKeepsAConnection: a client that sends slowly or nothing is disconnected; one that waits for a long answer is
// not.
func TestNobodyKeepsAConnection(t *testing.T) {
	const short, long = 100 * time.Millisecond, time.Minute
	echo := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); errors.Is(err, os.ErrDeadlineExceeded) {
			w.WriteHeader(http.StatusRequestTimeout)
			return
		}
		select { // longer than any body may take
		case <-time.After(3 * short):
			w.WriteHeader(http.StatusOK)
		case <-r.Context().Done():
			w.WriteHeader(http.StatusGatewayTimeout)
		}
	})
	for name, tt := range map[string]struct {
		limits limits
		sends  string
		status int // 0: nothing comes
	}{
		"a header that does not end": {limits{header: short, body: long, answer: long, idle: long}, "POST / HTTP/1.1\r\nHost: x\r\n", 0},
		"nothing at all":             {limits{header: short, body: long, answer: long, idle: long}, "", 0},
		"a body that does not end": {
			limits{header: long, body: short, answer: long, idle: long},
			"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nx",
			408,
		},
		"a chunk that does not end": {
			limits{header: long, body: short, answer: long, idle: long},
			"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
			408,
		},
		"a whole body, and no more": {
			limits{header: long, body: short, answer: long, idle: short},
			"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx",
			200,
		},
		"one request, and no other": {
			limits{header: long, body: long, answer: long, idle: short},
			"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
			200,
		},
		"a pipeline that does not end": {
			limits{header: short, body: long, answer: long, idle: long},
			"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT",
			200,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openListener(t, tt.limits, echo)
			connection, err := net.Dial("tcp", s)
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			if _, err := io.WriteString(connection, tt.sends); err != nil {
				t.Fatal(err)
			}
			var came []byte
			if err := within(t, 20, "being cut off", func() (err error) { came, err = io.ReadAll(connection); return err }); err != nil &&
				!errors.Is(err, syscall.ECONNRESET) {
				t.Error(err)
			}
			status := 0
			if len(came) > 0 {
				if _, err := fmt.Sscanf(string(came), "HTTP/1.1 %d", &status); err != nil {
					t.Fatal(err)
				}
			}
			if status != tt.status && !(tt.status == 0 && status >= 400) {
				t.Errorf("what comes is %s", came)
			}
		})
	}
}

// openListener serves with the limits until the test ends, and returns the address.
func openListener(t *testing.T, l limits, handler http.Handler) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.drain, l.settle = 10*time.Second, 10*time.Second
	log := &safeBuffer{}
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(context.Background()) // t's own has ended when cleaning up
	go func() {
		ended <- serveUntil(ctx, listener, &host{handler: handler, closed: http.NotFoundHandler()}, l, tracing.NewLog(log))
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

// TestTheUsualLimitsAreSet: net/http treats a zero limit as no limit.
func TestTheUsualLimitsAreSet(t *testing.T) {
	l := usual()
	for name, limit := range map[string]time.Duration{
		"header": l.header,
		"body":   l.body,
		"answer": l.answer,
		"idle":   l.idle,
		"drain":  l.drain,
		"settle": l.settle,
	} {
		if limit <= 0 || limit > 2*time.Minute {
			t.Errorf("%s: %v", name, limit)
		}
	}
	if most := l.body + 29*time.Second; l.answer < most || l.drain < most {
		t.Errorf("a body and a function may take %v, an answer %v, and what is in flight %v", most, l.answer, l.drain)
	}
}

// TestAStoreInTroubleIsNotAcknowledged: under load the host's data folder is removed, or pages of its store are
// overwritten. The host logs it, answers 503, acknowledges nothing more, and keeps running; with a damaged store it
// does not start again.
func TestAStoreInTroubleIsNotAcknowledged(t *testing.T) {
	for name, tt := range map[string]struct {
		harm      func(t *testing.T, data string)
		says      string
		mend      func(t *testing.T, data string) // nil: there is no mending
		unstarted bool
	}{
		"its folder is gone": {
			harm: func(t *testing.T, data string) { rename(t, data, data+".moved") }, says: "is gone",
			mend: func(t *testing.T, data string) { rename(t, data+".moved", data) },
		},
		"its pages are rubbish": {harm: scribble, says: "is damaged", unstarted: true},
	} {
		t.Run(name, func(t *testing.T) {
			on := embedded(filepath.Join(t.TempDir(), "data"))
			records, err := seeded(t, on).openStore(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			people := crowd(t, records, 4000)
			if err := records.Close(); err != nil {
				t.Fatal(err)
			}
			p := newProcess(t, on)
			command, complaints := p.run()
			defer command.Process.Kill()
			load := p.load(people)
			load.await(20)
			log, err := os.Open(filepath.Join(on.data, "host.log"))
			if err != nil {
				t.Fatal(err)
			}
			defer log.Close()
			tt.harm(t, on.data)
			_ = within(t, 30, "saying so", func() error {
				for !strings.Contains(complaints.String(), tt.says) {
					pause(10 * time.Millisecond)
				}
				return nil
			})
			before := load.granted.Load()
			token, err := load.issuer.Sign(people[len(people)-1])
			if err != nil {
				t.Fatal(err)
			}
			for range 20 {
				request := get(t, load.url+"/applications")
				request.Header.Set("Authorization", "Bearer "+token)
				request.Header.Set("Content-Type", "application/json")
				request.Method, request.URL.Path = http.MethodPost, "/services/elderlyallowance/applications"
				request.Body = io.NopCloser(strings.NewReader(fmt.Sprintf(`{"payee":"own","account":%q}`, people[len(people)-1].Card)))
				if status, text, err := do(request); err != nil || status != http.StatusServiceUnavailable {
					t.Fatalf("applied: %d %s, %v", status, text, err)
				}
			}
			if text, err := io.ReadAll(log); err != nil || !strings.Contains(string(text), tt.says) ||
				!strings.Contains(string(text), `"level":"ERROR"`) {
				t.Errorf("the log does not say that the store %s: %v", tt.says, err)
			}
			if after := load.granted.Load(); after > before+4 { // whose answers were on their way
				t.Errorf("%d are acknowledged after it said so", after-before)
			}
			if tt.mend != nil {
				tt.mend(t, on.data)
				load.await(20)
			}
			load.stop()
			select {
			case err := <-load.ended:
				if tt.mend == nil || err != nil {
					t.Errorf("somebody got another answer: %v", err)
				}
			default:
			}
			if err := command.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := within(t, 60, "stopping", command.Wait); err != nil {
				t.Errorf("it ended with %v: %s", err, complaints.String())
			}
			if out, err := p.command("seed").CombinedOutput(); (err != nil) != tt.unstarted ||
				tt.unstarted && !strings.Contains(string(out), "restore it from a backup") {
				t.Errorf("opened again: %v %s", err, out)
			}
		})
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// scribble overwrites most pages of the store in the data folder, except the first ones.
func scribble(t *testing.T, data string) {
	t.Helper()
	file, err := os.OpenFile(storePath(data), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	rubbish := []byte(strings.Repeat("rubbish ", os.Getpagesize()/8))
	for at := int64(8 * os.Getpagesize()); at < info.Size(); at += int64(len(rubbish)) {
		if _, err := file.WriteAt(rubbish, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestAJobThatPanicsHasFailed: the panic is logged, and the job runs again.
func TestAJobThatPanicsHasFailed(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	log := &safeBuffer{}
	runs := 0
	err := within(t, 10, "a job", func() error {
		every(ctx, time.Millisecond, tracing.NewLog(log), func() error {
			if runs++; runs == 3 {
				stop()
			}
			panic("of the test")
		})
		return nil
	})
	if err != nil || runs != 3 || strings.Count(log.String(), "a job failed") != 2 { // that of the end is no failure
		t.Errorf("it ran %d times, and the log is %s", runs, log.String())
	}
}
