# Two commands matter on a fresh machine: make demo, make test. All of them: make help.

.DEFAULT_GOAL := help
PY := .venv/bin/python

.PHONY: help demo test test-postgres test-next test-next-postgres test-postgres-own test-browser test-web test-all lint audit bench lock messages screenshots clean setup-run setup-dev setup-next

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-19s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup-run  ## start the site with demo data on http://127.0.0.1:8000
	@exec $(PY) manage.py demo

test: setup-dev  ## the whole suite, with a browser where there is one
	@scripts/webtools.sh || true
	@scripts/test.sh .venv

test-postgres: setup-dev  ## what asks the database, on a throw-away PostgreSQL
	@scripts/postgres.sh scripts/test.sh .venv -m "not browser and not once"

test-next: setup-next  ## the same on the newer Django, in .venv-next
	@scripts/test.sh .venv-next -m "not browser and not once"

test-next-postgres: setup-next  ## the newer Django on PostgreSQL
	@scripts/postgres.sh scripts/test.sh .venv-next -m "not browser and not once"

test-postgres-own: setup-dev  ## what is about PostgreSQL alone
	@scripts/postgres.sh scripts/test.sh .venv -m postgres

test-browser: setup-dev  ## the browser tests only
	@scripts/test.sh .venv -m browser

test-web: setup-dev  ## the tests of what readers get: axe, Nu checker, Lighthouse, weight
	@scripts/webtools.sh || true
	@scripts/test.sh .venv tests/web

test-all: test test-postgres test-next  ## everything above, one after the other

lint: setup-dev  ## style, types, imports, templates, migrations, catalogues, sizes
	@scripts/lint.sh

audit: setup-dev  ## known vulnerabilities in the run lock, dangerous calls in the code
	@scripts/audit.sh

bench: setup-dev  ## measure, and write docs/performance.md
	@$(PY) -m benchmarks $(ONLY)

lock: setup-dev  ## renew requirements/*.txt from the .in files
	@scripts/lock.sh

messages: setup-dev  ## collect and compile the texts to translate (needs gettext)
	@scripts/messages.sh

screenshots: setup-dev  ## take the pictures of README and docs from the demo (needs Chromium)
	@$(PY) scripts/screenshots.py

clean:  ## remove environments and caches; the demo's data in var/ stays
	rm -rf .venv .venv-next .setup.lock .venv*.log .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup-run:
	@scripts/setup.sh run

setup-dev:
	@scripts/setup.sh dev

setup-next:
	@scripts/setup.sh next
