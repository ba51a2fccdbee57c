#!/bin/sh
# Every check that needs no running site. All of them run; a clean one says one line, the end names those that failed.

set -u
cd "$(dirname "$0")/.." || exit 1
bin=.venv/bin
failed=''

step() { # TITLE COMMAND…
    title=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok      $title"
        # What a check says about itself although it is content (a tool it had to do without).
        echo "$output" | grep -E '^note: ' || true
    else
        printf 'FAILED  %s\n%s\n\n' "$title" "$output"
        failed="$failed
  $title"
    fi
}

step "style (ruff check)" "$bin/ruff" check --quiet --output-format concise .
step "format (ruff format)" "$bin/ruff" format --check --output-format concise .
step "types (mypy)" "$bin/mypy" manage.py newsroom articles comments newsletter tests benchmarks scripts
step "imports (import-linter)" "$bin/lint-imports" --no-cache
step "templates (djlint)" "$bin/djlint" --quiet --lint templates
step "migrations" "$bin/python" manage.py makemigrations --check --dry-run
step "catalogues" "$bin/python" -m scripts.check_catalogues
step "budgets (sizes, complexity)" "$bin/python" -m pytest -q -p no:cacheprovider tests/architecture/test_budgets.py

if [ -n "$failed" ]; then
    echo "lint FAILED:$failed"
    exit 1
fi
echo "lint: all clean"
