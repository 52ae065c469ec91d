SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
STATE := $(or $(O2C_STATE),.odoo)
ENV = . $(STATE)/pg/env && export PATH="$$O2C_PGBIN:$$PATH"
DB ?= o2c
export DB

.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z0-9-]+:.*## / {printf "  make %-24s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\n%s\n' "Settings: ODOO_HOME=… PYTHON=… PG_BIN=… PORT=8069 DB=o2c O2C_STATE=.odoo (docs/development.md)"

##@ Use
.PHONY: run setup update stop
run: setup ## serve the suite with demo data, http://127.0.0.1:8069 (FRESH=1: new data)
	@scripts/run.sh $(ARGS)
setup: ## everything that is needed, into .odoo/; does only what is missing
	@scripts/bootstrap.sh
update: setup ## bring the kept database up to date with changed files
	@scripts/update.sh
stop: ## end our Odoo servers and our PostgreSQL
	@scripts/stop.sh

##@ Check
.PHONY: test test-all test-domain test-module lint fmt bench
test: setup ## lint, pure tests, all Odoo and browser tests (ARGS="-k portal")
	@scripts/test.sh standard $(ARGS)
test-all: setup ## the same, and every set of modules that can be installed alone
	@scripts/test.sh everything $(ARGS)
test-domain: ## the pure rules: no Odoo, no database, two seconds
	@scripts/test.sh domain $(ARGS)
test-module: setup ## one add-on: M=o2c_credit ARGS="-k limit"
	@scripts/test.sh module "$(M)" $(ARGS)
lint: setup ## every linter and formatter, changing nothing
	@scripts/lint.sh
fmt: setup ## let the formatters mend what they can
	@scripts/lint.sh fix
bench: setup ## tests/bench/bench_*.py, one after another (B=name for one of them)
	@scripts/bench.sh $(B)

##@ Look inside
.PHONY: shell psql logs
shell: setup ## Odoo's Python shell on the kept database
	@$(STATE)/bin/odoo shell -d "$(DB)" --no-http
psql: setup ## SQL on the kept database
	@$(ENV) && psql "$(DB)"
logs: ## follow what the server says
	@tail -n 50 -F $(STATE)/log/odoo-$(DB).log

##@ Produce
.PHONY: i18n screenshots clean
i18n: setup ## templates and catalogues (it es pl) of all add-ons, after formatting
	@scripts/lint.sh fix && scripts/i18n.sh
screenshots: setup ## pictures of the documentation, from a server with new demo data
	@scripts/screenshots.sh
clean: ## remove everything that was made here, databases included
	@scripts/clean.sh
