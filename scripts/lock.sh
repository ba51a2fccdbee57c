#!/bin/sh
# Writes requirements/*.txt: names, versions, markers and hashes for every platform, and nothing else.
# tests/web-tools/package-lock.json, where npm is found, likewise: names, versions and integrity.
# Versions stay as they are where the .in files allow it; UPGRADE=1 takes the newest, UPGRADE=name that one's.

set -eu
cd "$(dirname "$0")/../requirements"
uv=../.venv/bin/uv

case ${UPGRADE:-} in
    '') upgrade='' ;;
    1) upgrade=--upgrade ;;
    *) upgrade="--upgrade-package=$UPGRADE" ;;
esac

compile() { # LOCK, its lowest Python, then what uv compiles it from
    target=$1 python=$2
    shift 2
    echo "lock: requirements/$target.txt"
    # shellcheck disable=SC2086 # an empty $upgrade is no argument
    "$uv" pip compile --quiet --no-config --universal --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links --python-version "$python" $upgrade \
        "$@" --output-file "$target.txt"
}

compile run 3.11 run.in
compile dev 3.11 dev.in --constraints run.txt
compile next 3.12 dev.in --override next.in

if command -v npm >/dev/null; then
    echo "lock: tests/web-tools/package-lock.json"
    cd ../tests/web-tools
    npm install --package-lock-only --ignore-scripts --silent
    # What npm adds for people: where to pay, and where it would fetch from.
    node -e '
const fs = require("fs"), lock = JSON.parse(fs.readFileSync("package-lock.json"));
for (const entry of Object.values(lock.packages)) { delete entry.resolved; delete entry.funding; }
fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");'
fi
