# Hubbub's commands. `make up` runs it, `make test` checks it; the rest helps with both.

LOCAL := python3 deploy/local
# The queries are compiled from crates/store/.sqlx: no database is needed to build.
export SQLX_OFFLINE ?= true
NEXTEST = PATH="$$(dirname "$$($(LOCAL) tool cargo-nextest)"):$$PATH" $(LOCAL) with-servers cargo nextest run --locked

.PHONY: help up down status logs reset doctor test lint fmt docs contract sqlx bench bench-search load screenshots looks traces

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

up: ## Build and run the whole cluster here, with demo data; Ctrl-C stops it (DETACH=1: in the background)
	@$(LOCAL) up$(if $(DETACH),-detached)

down: ## Stop the cluster
	@$(LOCAL) down

status: ## Show every process, its address and whether it is ready
	@$(LOCAL) status

logs: ## Follow the logs of all, or of some: make logs S="api worker"
	@$(LOCAL) logs $(S)

traces: ## Collect the traces of a cluster that is started as this says, and show each as a tree
	@$(LOCAL) traces

reset: ## Stop the cluster and delete its data
	@$(LOCAL) reset

doctor: ## Say what this machine has and what is missing
	@$(LOCAL) doctor

test: ## Run all tests against private servers
	@python3 -m unittest discover -s deploy/local -t deploy/local
	@$(LOCAL) test-client
	@$(LOCAL) test-browser
	@$(LOCAL) test-load
	@$(NEXTEST) --workspace --no-fail-fast

lint: ## Formatting, clippy with the queries checked, docs, dependencies and the walls between crates
	cargo fmt --all --check
	@$(LOCAL) check-docs
	@$(LOCAL) check-migrations
	@$(LOCAL) check-k8s
	@$(LOCAL) check-monitoring
	@$(LOCAL) clippy
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked --quiet
	@$(LOCAL) check-client
	@"$$($(LOCAL) tool cargo-deny)" --log-level error --locked check bans licenses sources

fmt: ## Format the code
	cargo fmt --all

docs: ## Write what the configuration is into docs/OPERATIONS.md and .env.example, from the code
	@$(LOCAL) docs

contract: ## Write openapi.json and asyncapi.json anew after a change to what clients see
	HUBBUB_WRITE_CONTRACT=1 $(NEXTEST) --workspace -E 'package(protocol) and test(asyncapi)'
	HUBBUB_WRITE_CONTRACT=1 $(NEXTEST) --workspace -E 'package(e2e) and binary(contract)'

sqlx: ## Write crates/store/.sqlx anew after a change to SQL or migrations
	@$(LOCAL) sqlx

bench: ## Measure a cluster of its own and print the figures beside the goals: all of it, or make bench S=busy (minutes)
	cargo build --profile dist --locked --package bench
	@rm -rf .hubbub/bench
	@HUBBUB_PROFILE=dist HUBBUB_HOME=$(CURDIR)/.hubbub/bench HUBBUB_RATE_LIMITS=off HUBBUB_BCRYPT_COST=4 HUBBUB_LOG=warn \
		$(LOCAL) with-cluster "$${CARGO_TARGET_DIR:-target}/dist/bench" $(S)

bench-search: ## Fill an index and measure searches: make bench-search N=200000 (10 million without it: hours)
	cargo build --release --locked --package bench
	@mkdir -p .hubbub && python3 -m venv .hubbub/words && .hubbub/words/bin/pip install --quiet wordfreq==3.1.1
	@.hubbub/words/bin/python bench/words.py > .hubbub/words.tsv
	@$(LOCAL) with-servers sh -c '"$${CARGO_TARGET_DIR:-target}/release/bench" search "$$DATABASE_URL" $(or $(N),10000000) .hubbub/words.tsv'

load: ## Load the running cluster, or the one at HUBBUB_URL, with a script of tests/load: make load S=baseline
	@$(LOCAL) load $(S)

screenshots: ## Take the pictures of docs/images anew, from the client of a running `make up`
	@cd services/web && node scripts/screenshots.mjs

looks: ## Take a picture of every screen, in both themes and languages and on phones, into LOOKS=<folder>
	@HUBBUB_LOOKS="$(abspath $(or $(LOOKS),.hubbub/looks))" $(LOCAL) looks
