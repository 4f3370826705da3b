# Hubbub's commands. `make up` runs it, `make test` checks it; the rest helps with both.

LOCAL := python3 deploy/local
# The queries are compiled from crates/store/.sqlx: no database is needed to build.
export SQLX_OFFLINE ?= true
NEXTEST = PATH="$$(dirname "$$($(LOCAL) tool cargo-nextest)"):$$PATH" $(LOCAL) with-servers cargo nextest run --locked

.PHONY: help up down status logs reset doctor test lint fmt docs contract sqlx bench bench-search load screenshots looks

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
