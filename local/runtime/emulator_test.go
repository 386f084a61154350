// Package runtime runs the built functions under the Lambda runtime interface emulator: process, runtime API
// and environment are those of Lambda.
package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"miaoban/events"
	"miaoban/local/port"
)

// root is the path of the repository from this package.
const root = "../.."

// emulatorPath returns the path of the emulator in aws-sam-cli, made executable. Without aws-sam-cli the test
// is skipped; in CI it fails.
func emulatorPath(t testing.TB) string {
	t.Helper()
	architecture := map[string]string{"amd64": "x86_64", "arm64": "arm64"}[runtime.GOARCH]
	found, err := filepath.Glob(root + "/.tools/venv/lib/python3*/site-packages/samcli/local/rapid/aws-lambda-rie-" + architecture)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 || runtime.GOOS != "linux" {
		const absent = "no Lambda runtime emulator: make runtime installs it"
		if os.Getenv("CI") == "true" {
			t.Fatal(absent)
		}
		t.Skip(absent)
	}
	binary, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "emulator")
	if err := os.WriteFile(path, binary, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// lambda returns the folder of the function's main package, from the root.
func lambda(t testing.TB, name string) string {
	t.Helper()
	found, err := filepath.Glob(root + "/functions/*/" + name + "/lambda")
	if err != nil || len(found) != 1 {
		t.Fatalf("%s has the binaries %v, %v", name, found, err)
	}
	return "./" + strings.TrimPrefix(found[0], root+"/")
}

// build builds a package as sam build does.
func build(t testing.TB, folder string) (bootstrap string) {
	t.Helper()
	bootstrap = filepath.Join(t.TempDir(), "bootstrap")
	command := exec.CommandContext(
		t.Context(),
		"go",
		"build",
		"-trimpath",
		"-tags",
		"lambda.norpc",
		"-ldflags",
		"-s -w",
		"-o",
		bootstrap,
		folder,
	)
	command.Dir = root
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", folder, err, out)
	}
	return bootstrap
}

// function is a function under its own emulator.
type function struct {
	url  string
	log  *bytes.Buffer
	stop func()
}

// start starts the emulator, which starts the function at its first event.
func start(t testing.TB, emulator, bootstrap string, environment ...string) *function {
	t.Helper()
	free := port.Free(t, 2)
	address, api := free[0], free[1]
	f := &function{url: "http://" + address + "/2015-03-31/functions/function/invocations", log: &bytes.Buffer{}}
	command := exec.Command(emulator, "--runtime-interface-emulator-address", address, "--runtime-api-address", api, bootstrap)
	command.Env = append(append(os.Environ(),
		"AWS_LAMBDA_FUNCTION_TIMEOUT=25", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256", "AWS_LAMBDA_FUNCTION_NAME=function",
		"DEMONSTRATION=true", "ISSUER=https://issuer.example", "AUDIENCE=miaoban", "JWKS_URL=https://issuer.example/jwks.json",
	), environment...)
	command.Stdout, command.Stderr = f.log, f.log
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // the function is a child of the emulator
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	f.stop = func() {
		syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		command.Wait() // it returns the error that it was killed
	}
	for {
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err == nil {
			connection.Close()
			return f
		}
		if t.Context().Err() != nil {
			f.stop()
			t.Fatalf("the emulator did not start:\n%s", f.log)
		}
	}
}

// answer sends an event and returns the function's answer.
func (f *function) answer(ctx context.Context, event []byte) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, f.url, bytes.NewReader(event))
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

// read returns the HTTP status and the body in an answer. An answer of the authorizer is itself the body, with
// the status 200 if it allows the request.
func read(answer string) (status int, body string) {
	var a struct {
		StatusCode int    `json:"statusCode"`
		Body       string `json:"body"`
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil || a.StatusCode == 0 {
		return 0, answer
	}
	return a.StatusCode, a.Body
}

// functions returns the names of all functions, and the events of each.
func functions(t testing.TB) map[string][]events.Sample {
	t.Helper()
	samples, err := events.Load(root + "/events")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]events.Sample{}
	for _, s := range samples {
		all[s.Function] = append(all[s.Function], s)
	}
	folders, err := filepath.Glob(root + "/functions/*/*/lambda")
	if err != nil || len(folders) != len(all) {
		t.Fatalf("%d functions, %v, and events for %d", len(folders), err, len(all))
	}
	return all
}
