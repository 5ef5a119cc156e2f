# Two targets matter first: `make run` starts Srcbook, `make test` proves it.
# Everything that a target needs is set up by the target itself.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export CGO_ENABLED ?= 0

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
UI_SOURCES := $(shell find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -print 2>/dev/null)
# Not npm ci, which refuses a lock file that lacks the binaries of other platforms. The versions and
# hashes of the lock file hold all the same, and the file is not written.
NPM_INSTALL := npm install --no-save --no-audit --no-fund --loglevel=error
# The C code of SQLite, translated to Go: half of the time of the tests that use it went into watching it for races.
# What it synchronises with, and the packages around it, are watched. Leaving out all of modernc.org raises false
# alarms: the linker may take a generic function of the standard library from there.
UNWATCHED := '-gcflags=modernc.org/sqlite/lib=-race=false'

.PHONY: help run build dev test test-go test-races test-scripts test-ui e2e check lint lint-ui cross fmt bench gen deps clean prerequisites FORCE

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: build ## set everything up, start Srcbook and open it at http://localhost:2150
	@exec bin/srcbook serve

build: bin/srcbook ## build bin/srcbook with the interface inside

bin/srcbook: prerequisites ui/dist/index.html FORCE
	@echo "Building the server"
	@scripts/online.sh go build -trimpath -ldflags '$(LDFLAGS)' -o $@ ./cmd/srcbook

ui/node_modules/.package-lock.json: ui/package.json ui/package-lock.json | prerequisites
	@echo "Installing the interface's packages"
	@cd ui && ../scripts/online.sh $(NPM_INSTALL) && touch node_modules/.package-lock.json

ui/dist/index.html: ui/node_modules/.package-lock.json $(UI_SOURCES)
	@echo "Building the interface"
	@cd ui && npm run --silent build

dev: build ## the server with the interface rebuilt as you edit it, at http://localhost:2151
	@scripts/dev.sh

deps: prerequisites ui/node_modules/.package-lock.json ## install what the tests need
	@scripts/test-deps.sh

test: deps check test-ui test-go e2e ## every test there is

test-go: ui/dist/index.html
	@echo "Go tests"
	@$(MAKE) --no-print-directory -j2 -Otarget test-races test-scripts

test-races:
	@SRCBOOK_ORACLES=1 CGO_ENABLED=1 go test -race $(UNWATCHED) -timeout 10m $$(go list ./... | grep -v /cmd/srcbook$$)

# With the program as it ships, which starts much faster than one that watches for races.
test-scripts:
	@go test -timeout 10m ./cmd/srcbook

test-ui: ui/node_modules/.package-lock.json
	@echo "Interface tests"
	@cd ui && npm run --silent test

e2e: build deps ## drive the built program in Chromium
	@echo "Browser tests"
	@cd e2e/browser && npm run --silent test

check: ui/dist/index.html ## formatting, vet, static analysis, types, layering, bundle size
	@$(MAKE) --no-print-directory -j2 -Otarget lint lint-ui

lint-ui:
	@cd ui && npm run --silent types && npm run --silent lint && npm run --silent layers && npm run --silent unused && npm run --silent size

lint:
	@scripts/lint.sh

cross: ui/dist/index.html ## build for the other systems
	@for system in darwin/arm64 windows/amd64 linux/arm64; do \
		echo "$$system" && GOOS=$${system%/*} GOARCH=$${system#*/} go build -o /dev/null ./cmd/srcbook; done

fmt: ## format all code
	@go tool -modfile=tools/go.mod gofumpt -w cmd internal ui/embed.go examples toolchain e2e bench
	@cd ui && npx biome check --write --log-level=error .

bench: build deps ## measure us and the peers side by side, into bench/results.json
	@bench/run.sh

gen: ui/node_modules/.package-lock.json ## write the API description, its document and the types of the interface
	@scripts/gen.sh

clean: ## remove what the build made
	@rm -rf bin ui/dist/* bench/results.json .cache

prerequisites:
	@scripts/prerequisites.sh
