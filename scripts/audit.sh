#!/bin/sh
# Known vulnerabilities in what the site runs on, and dangerous calls in our own code.
#
# Exit 0: both looked, nothing found; 1: something was found; 2: nothing found, but the database of vulnerabilities
# could not be reached, so the first half says nothing.

set -u
cd "$(dirname "$0")/.." || exit 1
found=0 blind=0
report=$(mktemp)
trap 'rm -f "$report"' EXIT

echo "── pip-audit: requirements/run.txt"
# The lock is complete and hashed: nothing is installed or resolved, only its names and versions are looked up.
timeout 120 .venv/bin/pip-audit --requirement requirements/run.txt --require-hashes --disable-pip --no-deps \
    --timeout 10 --progress-spinner off >"$report" 2>&1
code=$?
unknown=$(grep -c 'could not be audited' "$report")
if grep -q -E '^Found [0-9]+ known vulnerabilit' "$report"; then
    cat "$report"
    found=1
elif [ "$code" -eq 0 ] && [ "$unknown" -eq 0 ]; then
    tail -n 1 "$report"
elif [ "$unknown" -gt 0 ]; then
    # A package index without the database behind it answers "not found", which pip-audit counts as success.
    echo "NOT CHECKED: the database of vulnerabilities knows nothing of $unknown of our packages; it is not reachable from here."
    blind=1
else
    echo "NOT CHECKED: the database of vulnerabilities cannot be reached from here:"
    echo "  $(grep -v '^ ' "$report" | tail -n 1 | cut -c 1-200)"
    blind=1
fi

echo "── bandit: newsroom articles comments newsletter"
# From medium severity on: the rest is judged line by line, with reasons, by ruff's S rules in make lint.
.venv/bin/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml newsroom articles comments newsletter manage.py || found=1

if [ "$found" -eq 1 ]; then
    echo "audit FAILED"
    exit 1
elif [ "$blind" -eq 1 ]; then
    echo "audit: our own code is clean; known vulnerabilities were NOT checked (run it again with a way to the Internet)"
    exit 2
fi
echo "audit: all clean"
