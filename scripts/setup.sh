#!/bin/sh
# Makes or refreshes a virtual environment from a hash-pinned lock; instantaneous when nothing changed.
#
#   scripts/setup.sh run|dev|next
#
# run: what the site needs, in .venv; dev: the same and the tools, in .venv; next: the newer Django, in .venv-next.
# PYTHON names an interpreter to prefer. Exit 0: ready; 3: no suitable Python here; 1: anything else.
# Whatever goes wrong is one sentence; pip's own words are kept in the environment's install.log.

set -u
cd "$(dirname "$0")/.." || exit 1

lock=${1:-run}
case $lock in
    run | dev) venv=.venv wanted="3 11" ;;
    next) venv=.venv-next wanted="3 12" ;;
    *) echo "setup: '$lock' is not one of run, dev, next." >&2; exit 1 ;;
esac
minimum=$(echo "$wanted" | tr ' ' .)
requirements=requirements/$lock.txt

fail() {
    code=$1; shift
    echo "setup: $*" >&2
    exit "$code"
}

# Prints X.Y.Z when the interpreter runs and is new enough; silent otherwise.
version_of() {
    "$1" -I -c '
import sys
if sys.version_info >= tuple(map(int, sys.argv[1:])): print("%d.%d.%d" % sys.version_info[:3])
' $wanted 2>/dev/null # unquoted: the two numbers are two arguments
}

has_venv() {
    "$1" -I -c 'import venv, ensurepip' >/dev/null 2>&1
}

candidates() {
    echo "python3 python3.14 python3.13 python3.12 python3.11 python"
    if command -v pyenv >/dev/null 2>&1; then
        ls -d "$(pyenv root)"/versions/*/bin/python 2>/dev/null
    fi
}

# Sets $python; a Python without the venv module is remembered, so that the sentence can name its package.
find_python() {
    python='' without_venv=''
    if [ -n "${PYTHON:-}" ]; then
        command -v "$PYTHON" >/dev/null 2>&1 || fail 3 "PYTHON=$PYTHON cannot be run; name an interpreter, or unset it."
        [ -n "$(version_of "$PYTHON")" ] ||
            fail 3 "PYTHON=$PYTHON is $("$PYTHON" -V 2>&1), too old: Python $minimum or newer is needed."
        search=$PYTHON
    else
        search=$(candidates)
    fi
    for candidate in $search; do
        [ -n "$(version_of "$candidate")" ] || continue
        if has_venv "$candidate"; then
            python=$candidate
            return
        fi
        [ -n "$without_venv" ] || without_venv=$candidate
    done
    if [ -n "$without_venv" ]; then
        short=$(version_of "$without_venv" | cut -d. -f1,2)
        fail 3 "Python $short has no venv module; install it (Debian, Ubuntu: apt-get install python$short-venv)."
    fi
    if found=$(python3 -V 2>/dev/null); then
        fail 3 "$found is too old: Python $minimum or newer is needed (set PYTHON if it is not on the PATH)."
    fi
    fail 3 "no Python found: Python $minimum or newer is needed (Debian, Ubuntu: apt-get install python3 python3-venv)."
}

# What the environment must have been made from to be taken as it is.
stamp_for() {
    echo "$(cksum <"requirements/$1.txt") python $current"
}

is_fresh() {
    [ -n "$current" ] && [ "$(cat "$venv/.stamp-$1" 2>/dev/null)" = "$(stamp_for "$1")" ]
}

# The environment's Python is another one than the PYTHON that was asked for.
is_other_python() {
    [ -n "${PYTHON:-}" ] && [ "$(version_of "$PYTHON")" != "$current" ]
}

make_venv() {
    find_python
    rm -rf "$venv" || fail 1 "$venv cannot be removed; check who owns it."
    echo "setup: making $venv with Python $(version_of "$python")"
    if ! "$python" -m venv "$venv" >"$venv.log" 2>&1; then
        fail 1 "Python could not make $venv: $(tail -n 1 "$venv.log") (all of it in $venv.log)."
    fi
    mv "$venv.log" "$venv/make.log"
    current=$(version_of "$venv/bin/python")
}

explain_pip() {
    log=$venv/install.log
    if grep -q -i 'THESE PACKAGES DO NOT MATCH THE HASHES' "$log"; then
        fail 1 "a downloaded package is not the one that $requirements names; nothing of it was installed (see $log)."
    elif grep -q -i -E 'NewConnectionError|NameResolution|Max retries|timed out|ConnectionError|Could not find a version' "$log"; then
        fail 1 "the packages cannot be fetched: no network, or no package index behind it (see $log); run it again once there is one."
    elif grep -q -i 'No space left' "$log"; then
        fail 1 "the disk is full (see $log)."
    fi
    fail 1 "pip could not install $requirements: $(grep -i '^ERROR' "$log" | head -n 1) (see $log)."
}

install() {
    echo "setup: installing $requirements"
    # Without a stamp the environment counts as half-made, should this be interrupted.
    rm -f "$venv"/.stamp-*
    # The locks are complete, so nothing needs resolving: --no-deps.
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --retries 2 --no-deps \
        --require-hashes -r "$requirements" >"$venv/install.log" 2>&1 || explain_pip
    # dev is locked as a superset of run.
    [ "$lock" != dev ] || stamp_for run >"$venv/.stamp-run"
    stamp_for "$lock" >"$venv/.stamp-$lock"
}

[ -f "$requirements" ] || fail 1 "$requirements is missing; make lock writes it."

# Two makes at once wait for each other; the lock goes with the process.
if command -v flock >/dev/null 2>&1; then
    exec 9>.setup.lock
    flock 9
fi

current=$(version_of "$venv/bin/python")
if is_other_python || ! is_fresh "$lock"; then
    if [ ! -e "$venv" ]; then
        make_venv
    elif is_other_python && [ -n "$current" ]; then
        echo "setup: $venv has Python $current and another one was asked for; making it again."
        make_venv
    elif [ -z "$current" ] || ! ls "$venv"/.stamp-* >/dev/null 2>&1; then
        echo "setup: $venv is half-made or its Python is gone; making it again."
        make_venv
    elif ! grep -q "python $current\$" "$venv"/.stamp-*; then
        echo "setup: the Python under $venv has changed; making it again."
        make_venv
    fi
    install
fi
