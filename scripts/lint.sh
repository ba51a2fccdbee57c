#!/bin/sh
# Every check that needs no running site. All of them run; the end names those that failed.

set -u
cd "$(dirname "$0")/.." || exit 1
bin=.venv/bin
failed=''

step() { # TITLE COMMAND…
    title=$1
    shift
    echo "── $title"
    "$@" || failed="$failed
  $title"
}

step "style (ruff check)" "$bin/ruff" check --quiet .
step "format (ruff format)" "$bin/ruff" format --quiet --check .
step "types (mypy)" "$bin/mypy" --no-error-summary manage.py newsroom articles comments newsletter tests benchmarks scripts
step "imports (import-linter)" "$bin/lint-imports" --no-cache
step "templates (djlint)" "$bin/djlint" --quiet --lint templates
step "migrations" "$bin/python" manage.py makemigrations --check --dry-run
step "catalogues" "$bin/python" -m scripts.check_catalogues

if [ -n "$failed" ]; then
    echo
    echo "lint FAILED:$failed"
    exit 1
fi
echo "lint: all clean"
