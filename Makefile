# Atelier: `make run` starts the bot, `make test` checks everything. Both set up .venv first.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
# uv installs the same files in a fraction of the time, where it is there.
INSTALL := $(if $(shell command -v uv),uv pip install --python $(BIN)/python,$(BIN)/python -m pip install --disable-pip-version-check) \
  --quiet --require-hashes

# The modules are compiled once and kept, whatever the shell says: a run of the tests starts about a hundred processes that read them.
export PYTHONDONTWRITEBYTECODE :=

# A file goes to one worker, which makes what its tests share once; the order is that of tests/conftest.py: what takes long comes first.
SHARED_OUT := --dist loadfile --no-loadscope-reorder
# One for each core, and two more: some always wait for a process, a browser or Postgres.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 2)))

.PHONY: help venv run chat demo test fast fix plan texts coverage check lint types contracts unit browser proxy requirements clean \
  local-model bench-local

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/'

venv: $(STAMP) ## set up .venv alone

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 && $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Atelier needs Python 3.11 or newer: install it, or run make PYTHON=/path/to/python3.11"; rm -rf $(VENV); exit 1; }

$(STAMP): requirements.txt | $(BIN)/python
	$(INSTALL) -r requirements.txt
	@touch $(STAMP)

$(DEV_STAMP): requirements-dev.txt $(STAMP)
	$(INSTALL) -r requirements-dev.txt
	@touch $(DEV_STAMP)

run: $(STAMP) ## start the bot and the web chat (http://127.0.0.1:8080)
	@exec $(BIN)/python -m bot run

chat: $(STAMP) ## talk to the bot in this terminal
	@exec $(BIN)/python -m bot chat

demo: $(STAMP) ## the bot on simulated Discord and Telegram, to look at: one page where you are their members (http://127.0.0.1:8090)
	@exec $(BIN)/python -m simulators.demo $(DEMO)

test: $(DEV_STAMP) browser proxy ## everything CI runs; the static checks run beside the tests, which often wait for other processes
	@$(MAKE) --no-print-directory -j2 check unit

fast: $(DEV_STAMP) ## the tests that need no database, browser or second process: under a minute
	$(BIN)/python -m pytest -q -n 2 $(SHARED_OUT) -m "not database and not browser and not e2e"

plan: $(STAMP) ## what the built-in planner makes of TEXT="make it night", and why
	@$(BIN)/python -m bot plan "$(TEXT)"

fix: $(DEV_STAMP) ## let ruff put right what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

LOCALE := agent/translation/locale
BABEL := $(BIN)/python -m babel.messages.frontend -q
# No line numbers and no dates: the template changes where a text does, and nowhere else.
texts: $(DEV_STAMP) ## gather what people read into the catalogue's template, and bring every language up to date; NEW=sv adds one
	$(BABEL) extract -F babel.cfg --no-default-keywords -k _ -k N_ -k ngettext:1,2 -k pgettext:1c,2 \
	  --add-location=file --sort-output --omit-header --add-comments=Translators: -w 120 -o $(LOCALE)/atelier.pot .
	$(if $(NEW),$(BABEL) init -w 120 -i $(LOCALE)/atelier.pot -l $(NEW) -o $(LOCALE)/$(NEW).po)
	for catalogue in $(LOCALE)/*.po; do $(BABEL) update -w 120 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
	  -i $(LOCALE)/atelier.pot -l $$(basename $$catalogue .po) -o $$catalogue || exit 1; done
	sed -i.old -E '/^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):/d' $(LOCALE)/*.po
	rm -f $(LOCALE)/*.po.old

coverage: $(DEV_STAMP) browser proxy ## the whole suite with a report of what it does not reach (htmlcov/)
	$(BIN)/python -m pytest -n 2 $(SHARED_OUT) --cov=agent --cov=adapters --cov=db --cov=bot --cov-report=term:skip-covered --cov-report=html

check: lint types contracts ## the static checks alone

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_STAMP)
	$(BIN)/pyright

contracts: $(DEV_STAMP)
	$(BIN)/lint-imports

# $(1) programs, any of which will do; $(2) Debian packages to try in turn; $(3) what needs them. Says first what it installs, and
# installs only as root; a service that comes along is not started.
define from_debian
	@for name in $(1); do PATH="$$PATH:/usr/sbin" command -v $$name >/dev/null 2>&1 && exit 0; done; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    export DEBIAN_FRONTEND=noninteractive SYSTEMD_OFFLINE=1; apt-get update -qq >/dev/null 2>&1; \
	    for package in $(2); do \
	      echo "apt-get install $$package: for $(3)"; \
	      apt-get install -y -qq --no-install-recommends $$package >/dev/null 2>&1 && exit 0; \
	    done; \
	  fi; \
	  echo "missing and not to be installed here: $(1). Without, these are skipped: $(3)"
endef

browser: ## Debian's chromium for the browser tests, where it can be had
	$(call from_debian,chromium-headless-shell chromium google-chrome,chromium-headless-shell chromium,the browser tests)

proxy: ## Debian's nginx for the test of the web page behind a proxy, where it can be had
	$(call from_debian,nginx,nginx-light nginx,the test of the web page behind nginx)

unit: $(DEV_STAMP) browser proxy
	$(BIN)/python -m pytest -n $(WORKERS) $(SHARED_OUT)

local-model: $(STAMP) ## serve a small real model on this processor (says what it fetches, about 1.1 GB, and asks; YES=1 agrees)
	@exec $(BIN)/python -m benchmarks.local_model serve $(if $(YES),--yes)

bench-local: $(DEV_STAMP) ## check, 60 requests of benchmarks.context and, with WISE=merge.json, 60 of WISE on that model
	@$(BIN)/python -m benchmarks.local_model run $(if $(YES),--yes) -- sh -c '\
	  export ATELIER_SEARCH=off; mkdir -p .atelier/bench; $(BIN)/python -m bot check; \
	  $(BIN)/python -m benchmarks.context --half unseen --limit 60 --at-once 1 --timeout 600 --out .atelier/bench/context.jsonl; \
	  if [ -n "$(WISE)" ]; then $(BIN)/python -m benchmarks.wise --data "$(WISE)" --mode plan --limit 60 \
	    --process "$$LOCAL_MODEL_PROCESS" --out .atelier/bench/wise.jsonl; \
	  else echo "WISE was left out: make bench-local WISE=/path/to/merge.json (docs/benchmarks.md)"; fi'

# One lock for Python 3.11 to 3.14 and every system: what only some need stands there with its condition. What is locked stays as it is;
# `LOCK="--upgrade-package NAME"` moves one.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras --no-emit-index-url \
  --no-emit-find-links --no-header $(LOCK)
requirements: $(DEV_STAMP) ## re-pin the hashed closures after a change in pyproject.toml
	$(BIN)/python -m pip install --quiet uv==0.13.9
	$(COMPILE) -o requirements-server.txt pyproject.toml
	$(COMPILE) --extra local -o requirements.txt pyproject.toml
	$(COMPILE) --extra local --extra dev -o requirements-dev.txt pyproject.toml

clean: ## remove the virtual environment (never the data)
	rm -rf $(VENV)
