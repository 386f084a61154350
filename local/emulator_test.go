package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	samples "miaoban/events"
	"miaoban/functions/jobs/clocks"
	"miaoban/functions/proof/certificates"
	"miaoban/local/gateway"
	"miaoban/shared/credential"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/registry"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/vault"
)

// emulated is a stack that the emulator's CloudFormation made of the template.
type emulated struct {
	t         *testing.T
	template  *gateway.Template
	Endpoint  string
	Functions map[string]map[string]string // their environments
	Wanted    map[string]int               // resources of the template by type
	Made      map[string]int
}

// deployed deploys the template in the emulator.
func deployed(t *testing.T) *emulated {
	t.Helper()
	python := pythonOf(t, "emulator")
	file := filepath.Join(t.TempDir(), "transformed.json")
	if err := os.WriteFile(file, transformed(t, "../template.yaml")[0].text, 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), python, "testdata/emulator.py", file,
		"Stage=prod", "Demonstration=false", "Issuer=https://id.example", "JwksUrl=https://id.example/keys")
	var log bytes.Buffer
	run.Stderr = &log
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := run.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		run.Wait() // its error is that it was told to stop
	})
	e := &emulated{t: t}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, e)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	if e.template, err = gateway.Load("../template.yaml"); err != nil {
		t.Fatal(err)
	}
	return e
}

// getenv returns the environment that CloudFormation gave the function, and the addresses of the emulator's services.
func (e *emulated) getenv(function string) func(string) string {
	environment := maps.Clone(e.Functions[function])
	for _, name := range []string{"AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL_SECRETS_MANAGER"} {
		environment[name] = e.Endpoint
	}
	environment["AWS_REGION"], environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"] = "us-east-1", "x", "x"
	return func(name string) string { return environment[name] }
}

// records returns the store as the function may use it.
func (e *emulated) records(function string) *vault.Store {
	e.t.Helper()
	records, err := platform.OpenStore(e.t.Context(), e.getenv(function))
	if err != nil {
		e.t.Fatal(err)
	}
	return records.WithInner(func(inner store.Store) store.Store {
		own, err := withRights(e.template, function, inner)
		if err != nil {
			e.t.Fatal(err)
		}
		return own
	})
}

// call answers the request by the function, as the person.
func (e *emulated) call(function, person, route, path, body string, headers map[string]string) events.APIGatewayV2HTTPResponse {
	e.t.Helper()
	engine, err := platform.NewEngine(e.getenv(function), e.records(function), io.Discard)
	if err != nil {
		e.t.Fatal(err)
	}
	folder := strings.ToLower(strings.TrimSuffix(function, "Function"))
	serve, err := platform.Bind(engine, catalogue(e.getenv)[folder])
	if err != nil {
		e.t.Fatal(err)
	}
	event := events.APIGatewayV2HTTPRequest{RouteKey: route, RawPath: path, Body: body, Headers: headers}
	event.RequestContext.HTTP.Method, _, _ = strings.Cut(route, " ")
	event.RequestContext.DomainName = "api.example"
	event.PathParameters = map[string]string{"number": path[strings.LastIndex(path, "/")+1:]}
	caller := identity.Caller{Reason: "anonymous"}
	if person != "" {
		caller = identity.Caller{ID: person, Name: "何婉清", Until: time.Now().Add(time.Hour), ByHeader: true}
	}
	event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{Lambda: caller.Context()}
	response, err := serve(e.t.Context(), event)
	if err != nil {
		e.t.Fatal(err)
	}
	return events.APIGatewayV2HTTPResponse(response)
}

// notMade are the types of resources that the emulator does not make. docs/deploy.md lists them.
var notMade = []string{
	"AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::ApiMapping", "AWS::ApiGatewayV2::DomainName", "AWS::ApiGatewayV2::Stage",
	"AWS::CloudWatch::Alarm", "AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup", "AWS::Lambda::Alias",
	"AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Permission", "AWS::Logs::MetricFilter", "AWS::SNS::Subscription",
	"AWS::Scheduler::Schedule", "AWS::SecretsManager::ResourcePolicy",
}

// TestDeployedInAnEmulator deploys the template, and applies for an allowance with the functions' own environments and
// rights: nobody is answered before the clocks have made the keys; then the decision is made, its certificate
// signed in KMS, and verified by a function that may not sign.
func TestDeployedInAnEmulator(t *testing.T) {
	if testing.Short() {
		t.Skip("the whole run deploys the template")
	}
	e := deployed(t)
	var missing []string
	for kind, n := range e.Wanted {
		if e.Made[kind] != n {
			missing = append(missing, kind)
		}
	}
	if slices.Sort(missing); !slices.Equal(missing, notMade) {
		t.Errorf("the emulator does not make %v, want %v", missing, notMade)
	}
	for _, kind := range notMade {
		if !strings.Contains(read(t, "../docs/deploy.md"), "`"+kind+"`") {
			t.Errorf("docs/deploy.md does not say that %s was not tried", kind)
		}
	}

	sample := approvedAllowance(t)
	const service, apply = "ElderlyAllowanceFunction", "POST /services/elderlyallowance/applications"
	ask := func() events.APIGatewayV2HTTPResponse {
		return e.call(service, person(t, "何婉清").ID, apply, "/services/elderlyallowance/applications", sample.Body,
			map[string]string{"content-type": "application/json", "accept": "application/json"})
	}
	if response := ask(); response.StatusCode != http.StatusServiceUnavailable || response.Headers["Retry-After"] != "300" {
		t.Fatalf("before there are keys: %d %v %s", response.StatusCode, response.Headers, response.Body)
	}
	engine, err := platform.NewEngine(e.getenv("ClocksFunction"), e.records("ClocksFunction"), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	job, err := clocks.Job(engine)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := platform.Alone(engine, "clocks", job)(context.WithoutCancel(t.Context()), clocks.Order{}); err != nil {
		t.Fatal(err)
	}
	delivered, err := platform.OpenStore(t.Context(), e.getenv("ClocksFunction"))
	if err != nil {
		t.Fatal(err)
	}
	deliverOf(t, delivered, person(t, "何婉清"))

	response := ask()
	var receipt instant.Receipt
	if err := json.Unmarshal([]byte(response.Body), &receipt); err != nil || receipt.Certificate == nil {
		t.Fatalf("%d %v %s", response.StatusCode, err, response.Body)
	}
	number := receipt.Certificate.Number
	response = e.call("CertificatesFunction", person(t, "何婉清").ID, "GET /certificates/{number}", "/certificates/"+number, "",
		map[string]string{"accept": "application/json"})
	var signed certificates.Certificate
	if err := json.Unmarshal([]byte(response.Body), &signed); err != nil || signed.Credential == "" {
		t.Fatalf("%d %v %s", response.StatusCode, err, response.Body)
	}
	body, err := json.Marshal(map[string]string{"token": signed.Credential})
	if err != nil {
		t.Fatal(err)
	}
	response = e.call("VerifyFunction", "", "POST /verify", "/verify", string(body),
		map[string]string{"content-type": "application/json", "accept": "application/json"})
	var verdict credential.Verdict
	err = json.Unmarshal([]byte(response.Body), &verdict)
	if err != nil || verdict.State != credential.Valid || verdict.Content.Number != number {
		t.Errorf("%d %v %s", response.StatusCode, err, response.Body)
	}
}

// deliverOf stores the seed's records of the person, and who decides where: the emulator is slow with large tables.
func deliverOf(t *testing.T, s store.Store, p seed.Person) {
	t.Helper()
	all, err := seed.Records(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Key != p.ID && r.Key != p.Card && r.Dataset != dataset.Delegations.Dataset.Name {
			continue
		}
		writes, err := registry.Put(r)
		if err == nil {
			err = s.Commit(t.Context(), writes...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// approvedAllowance returns the event of an approved elderly allowance.
func approvedAllowance(t *testing.T) events.APIGatewayV2HTTPRequest {
	t.Helper()
	all, err := samples.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	for _, sample := range all {
		if sample.Function == "elderlyallowance" && sample.Name == "approved" {
			var event events.APIGatewayV2HTTPRequest
			if err := json.Unmarshal(sample.Payload, &event); err != nil {
				t.Fatal(err)
			}
			return event
		}
	}
	t.Fatal("there is no event of an approved elderly allowance")
	return events.APIGatewayV2HTTPRequest{}
}
