# `make help` lists what can be done. Needed: make, git and Python 3.11 or later; everything else goes into .venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_INSTALL := $(BIN)/python -m pip install --quiet --no-input --require-hashes
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard app/translations/*/LC_MESSAGES/*.po))
EXTRACT := $(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keyword N_ --keyword N_n:1,2 --keyword _l \
	--keyword lazy_gettext --no-wrap --sort-output --add-location file
UPDATE := $(BIN)/pybabel --quiet update --input-file instance/messages.pot --output-dir app/translations \
	--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
# Two for each processor: half of the time a test waits for a server, a browser or a database.
WORKERS ?= $(shell expr 2 '*' $$(getconf _NPROCESSORS_ONLN))
TESTS ?=
GUARDS ?=
WHAT ?=
QUICK ?=
KEEP ?=
CHAOS := tests/worker/test_killed.py tests/outages/test_postgresql.py::test_killed_and_back tests/chaos
ROUNDS ?= 10
VERSION ?=

.PHONY: help install production run test prove chaos hosts lint format bench screenshots messages lock release reset

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/complete $(CATALOGUES) ## make .venv with everything that running, tests and checks need
	@:

production: .venv/runtime $(CATALOGUES) ## make .venv with what an installation needs and no test tools, all of it compiled
	@$(BIN)/python -m compileall -q app migrations config.py wsgi.py

run: .venv/runtime $(CATALOGUES) ## start the web server and the worker on PORT (8000 unless set)
	@exec $(BIN)/flask serve

test: install ## run the tests, in parallel (TESTS='path -k word' narrows, WORKERS=0 runs them one by one)
	@$(BIN)/pytest -n $(WORKERS) --maxprocesses 8 $(TESTS)

prove: install ## take out each guard in a scratch copy: its test must notice (GUARDS=word narrows; minutes)
	@$(BIN)/python -m tests.prove $(GUARDS)

chaos: install ## kill -9 of web server, worker and database at random under load, ROUNDS times (10 unless set); CHAOS_SEED=… repeats
	@CHAOS_ROUNDS=$(ROUNDS) $(BIN)/pytest -n 0 $(or $(TESTS),$(CHAOS))

hosts: install ## two web hosts, two workers, one PostgreSQL on this machine: what they share, and one of each killed under load
	@HOSTS_WHOLE=yes $(BIN)/pytest -n 0 -rP tests/several_hosts

lint: install ## check style, types, imports between floors, and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint templates --lint --quiet

format: install ## write Python files in the house's style
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: install ## measure everything beside its goals and a floor (20 minutes; QUICK=yes to try it, KEEP=yes into docs), or WHAT=registration
	@exec $(BIN)/python -m bench $(WHAT) $(if $(QUICK),--quick) $(if $(KEEP),--keep)

screenshots: install ## take the pictures of the guides and the README from the running application, in both languages
	@exec $(BIN)/python -m tests.screenshots

messages: install ## collect the words of the code and the templates into the catalogues, and compile them
	@mkdir -p instance
	@$(EXTRACT) --output-file instance/messages.pot .
	@$(UPDATE)
	@$(BIN)/pybabel compile --directory app/translations --statistics

lock: ## resolve requirements*.in anew and write the locks with their hashes
	@place=$$(mktemp -d); trap 'rm -rf "$$place"' EXIT; python3 -m venv "$$place"; "$$place/bin/pip" install --quiet uv; \
	for name in requirements requirements-dev; do \
		"$$place/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-emit-find-links --custom-compile-command 'make lock' $$name.in --output-file $$name.txt; \
	done

release: install ## say whether VERSION=1.2.3 is ready, all tests included, and by which commands it gets its tag; nothing is pushed
	@$(BIN)/python -m tests.release $(VERSION)

reset: ## throw away the local database, mailbox and files under instance/, after asking
	@read -r -p 'Delete everything under instance/? Type yes: ' answer; \
	if [[ $$answer == yes ]]; then rm -rf instance; echo 'instance/ is empty; make run starts anew.'; else echo 'Nothing was deleted.'; fi

# The first python that is new enough makes the environment; a name that exists but does not run is passed over.
.venv/bin/python:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		exec "$$python" -m venv .venv; \
	done; \
	echo 'Python 3.11 or later with its venv module is needed (on Debian: apt-get install python3-venv).' >&2; exit 1

.venv/runtime: requirements.txt | .venv/bin/python
	@echo 'Installing what the application needs into .venv …'
	@$(PIP_INSTALL) --requirement requirements.txt
	@touch $@

.venv/complete: requirements-dev.txt .venv/runtime
	@echo 'Installing what the tests and the checks need into .venv …'
	@$(PIP_INSTALL) --requirement requirements-dev.txt
	@touch $@

%.mo: %.po .venv/runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
