#!/bin/sh
# Runs the suite and says at the end what was left out and how to bring it in.
#
#   scripts/test.sh VENV [arguments for pytest]

set -u
cd "$(dirname "$0")/.." || exit 1
venv=$1
shift

has_chromium() { # under the names that tests/conftest.py looks for
    command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome
} >/dev/null

left_out=''
add() { # WHAT COMMAND
    left_out="$left_out
$(printf '  %-28s %s' "$1" "$2")"
}

case " $* " in
    *" -m browser "*)
        if ! has_chromium; then
            echo "test: no Chromium found (Debian, Ubuntu: apt-get install chromium)." >&2
            exit 1
        fi ;;
    *" -m postgres "*) add "everything else" "make test-postgres" ;;
    *" -m not browser and not once "*) add "browser tests, what asks no database" "make test" ;;
    *" -m not browser "*) add "browser tests" "make test-browser" ;;
    *)
        if ! has_chromium; then
            set -- "$@" -m "not browser"
            add "browser tests (no Chromium)" "apt-get install chromium && make test-browser"
        fi ;;
esac
case " $* " in
    *" -m not browser "* | *" -m browser "* | *" -m postgres "*) ;;
    *)
        tools=tests/web-tools/node_modules
        [ -e "$tools/.stamp" ] || add "Lighthouse and Nu checker" "scripts/webtools.sh && make test-web"
        command -v java >/dev/null || add "Nu checker (no Java)" "apt-get install default-jre-headless && make test-web" ;;
esac
case ${DATABASE_URL:-} in
    postgres*) add "SQLite" "make test" ;;
    *) add "PostgreSQL" "make test-postgres" ;;
esac
[ "$venv" = .venv-next ] || add "the newer Django" "make test-next"

"$venv/bin/python" -m pytest --numprocesses auto --maxprocesses 4 "$@"
code=$?

versions=$("$venv/bin/python" -c 'import sys, django
print("Python %d.%d, Django %s" % (*sys.version_info[:2], django.__version__))')
echo
if [ "$code" -eq 0 ]; then verdict=passed; else verdict=FAILED; fi
echo "$verdict: $versions. Left out, and the command that brings it in:$left_out"
exit "$code"
