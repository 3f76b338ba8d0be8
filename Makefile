# make demo    try SosKes out: http://127.0.0.1:8000 (PORT=8001 for another port, SERVE=0 to stop
#              before serving)
# make test    style and the whole test suite, on the newest and the oldest supported versions
# make bench   speed of the demo's pages beside a bare Wagtail page, of an import and of search
#              (these also on PostgreSQL, when PGHOST, PGUSER, PGPASSWORD, PGDATABASE lead to one)
# make search-eval FILE=queries.json   precision, recall and F1 of search on a set of queries
#              (DATABASE=postgresql for PostgreSQL, FINNISH_ENGINE=snowball for another analysis,
#              SEARCH_ENGINE=opensearch for a search server, which it starts and stops)
# make lint    style only                      make messages   collect and compile translations
# make clean   remove environments, caches and the demo's data

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := demo
.PHONY: demo test test-newest test-oldest bench search-eval lint messages clean

PORT ?= 8000
SERVE ?= 1
WORKERS ?= 2

VENV := .venv
OLDEST := .venv-oldest
PYTHON := $(VENV)/bin/python
# The client of Elasticsearch 7 and OpenSearch; later ones refuse servers other than Elastic's.
OLDEST_STACK := 'django>=5.2,<5.3' 'wagtail>=7.4,<7.5' 'elasticsearch>=7.13,<7.14'

# $(call install,VENV,WHAT): a hiccup of the network is no reason to start all over.
define install
	for try in 1 2 3; do \
	    $(1)/bin/python -m pip install --quiet --disable-pip-version-check --retries 5 --timeout 60 $(2) \
	        && exit 0; \
	    echo "Installing failed (try $$try of 3)." >&2; sleep 5; \
	done; exit 1
endef

$(VENV)/bin/python:
	"$$(tools/find_python)" -m venv --clear $(VENV)

$(OLDEST)/bin/python:
	"$$(tools/find_python --oldest)" -m venv --clear $(OLDEST)

# Stamps: what is installed stays so until the requirements change.
$(VENV)/.demo: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(call install,$(VENV),-e '.[demo]')
	touch $@

$(VENV)/.test: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(call install,$(VENV),-e '.[test]')
	touch $@

$(OLDEST)/.test: setup.cfg pyproject.toml Makefile | $(OLDEST)/bin/python
	$(call install,$(OLDEST),-e '.[test]' $(OLDEST_STACK))
	touch $@

demo: $(VENV)/.demo
	$(PYTHON) demo/manage.py migrate --verbosity 0
	$(PYTHON) demo/manage.py load_demo --port $(PORT)
	$(PYTHON) demo/manage.py demo_accounts --port $(PORT)
ifneq ($(SERVE),0)
	$(PYTHON) demo/manage.py runserver --noreload 127.0.0.1:$(PORT)
endif

# Both ends of what is supported, and both databases, in two runs.
test: lint test-newest test-oldest

PYTEST := -m pytest -n $(WORKERS) --dist loadgroup --durations 10
# What fails in the crowd is run once more, one by one: a browser or a server may have been too slow
# beside the others. What fails again has failed.
AGAIN := -m pytest --last-failed --last-failed-no-failures none

test-newest: $(VENV)/.test
	@echo "== newest versions, SQLite"
	$(PYTHON) -P $(PYTEST) || $(PYTHON) -P $(AGAIN)

test-oldest: export PGHOST := $(or $(PGHOST),127.0.0.1)
test-oldest: export PGUSER := $(or $(PGUSER),soskes)
test-oldest: export PGPASSWORD := $(or $(PGPASSWORD),soskes)
test-oldest: export PGDATABASE := $(or $(PGDATABASE),soskes)
test-oldest: $(VENV)/.test
	@echo "== oldest versions, PostgreSQL"
	if $(PYTHON) -c 'import psycopg; psycopg.connect(connect_timeout=3)'; then \
	    $(MAKE) $(OLDEST)/.test; \
	    export TEST_DATABASE=postgresql; \
	    $(OLDEST)/bin/python -P $(PYTEST) || $(OLDEST)/bin/python -P $(AGAIN); \
	elif [ "$${CI:-}" = true ]; then \
	    echo "No PostgreSQL at $$PGHOST for $$PGUSER: CI needs it." >&2; exit 1; \
	else \
	    echo "SKIPPED, no PostgreSQL at $$PGHOST for $$PGUSER: the oldest versions were not tested."; \
	fi

bench: $(VENV)/.test
	$(MAKE) demo SERVE=0
	cd demo && ../$(PYTHON) -m bench --output ../bench.json
	$(PYTHON) tools/search_bench --output search-bench.json

search-eval: export TEST_DATABASE := $(or $(DATABASE),$(TEST_DATABASE))
search-eval: export PGHOST := $(or $(PGHOST),127.0.0.1)
search-eval: export PGUSER := $(or $(PGUSER),soskes)
search-eval: export PGPASSWORD := $(or $(PGPASSWORD),soskes)
search-eval: export PGDATABASE := $(or $(PGDATABASE),soskes)
search-eval: $(VENV)/.test
	@test -n "$(FILE)" || { echo "Say which set: make search-eval FILE=queries.json" >&2; exit 2; }
	$(PYTHON) tools/search_eval.py $(FILE)

lint: $(VENV)/.test
	$(VENV)/bin/ruff check --no-cache .  # the cache does not see that a folder became a package
	$(VENV)/bin/ruff format --check .

messages: $(VENV)/.test
	$(PYTHON) tools/messages.py

clean:
	rm -rf $(VENV) $(OLDEST) build dist *.egg-info .pytest_cache .ruff_cache .coverage htmlcov
	rm -rf demo/db.sqlite3* demo/media demo/media-private demo/static_collected tests/media tests/media-private bench.json search-bench.json
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
