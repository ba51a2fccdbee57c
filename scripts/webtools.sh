#!/bin/sh
# Installs what judges the readers' pages beside axe – Lighthouse and the Nu HTML checker – from the lock in
# tests/web-tools into its node_modules; instantaneous when nothing changed.
#
# Exit 0: ready; 3: no Node here, or one that is too old; 1: anything else. Whatever goes wrong is one sentence; npm's own
# words are kept in install.log beside the lock. The Nu checker runs on Java, which is asked for by who runs it.

set -u
cd "$(dirname "$0")/../tests/web-tools" || exit 1
oldest=18

fail() {
    code=$1; shift
    echo "webtools: $*" >&2
    exit "$code"
}

command -v npm >/dev/null 2>&1 || fail 3 "no npm found (Debian, Ubuntu: apt-get install nodejs npm default-jre-headless)."
node=$(node --version 2>/dev/null | tr -d v) || node=''
[ "${node%%.*}" -ge "$oldest" ] 2>/dev/null || fail 3 "Node ${node:-is missing}${node:+ is too old}: $oldest or newer is needed."

# Two at once wait for each other; the lock goes with the process.
if command -v flock >/dev/null 2>&1; then
    exec 9>.lock
    flock 9
fi

stamp="$(cat package.json package-lock.json | cksum) node ${node%%.*}"
[ "$(cat node_modules/.stamp 2>/dev/null)" = "$stamp" ] && exit 0
echo "webtools: installing tests/web-tools/package-lock.json"
# No package of these needs its scripts, and none may run them.
if ! npm ci --ignore-scripts --no-progress >install.log 2>&1; then
    if grep -q -E 'ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|network' install.log; then
        fail 1 "the packages cannot be fetched: no network, or no package registry behind it (see tests/web-tools/install.log)."
    elif grep -q EINTEGRITY install.log; then
        fail 1 "a downloaded package is not the one that the lock names (see tests/web-tools/install.log)."
    fi
    fail 1 "npm could not install the lock: $(grep -m 1 'npm error [A-Z`]' install.log) (see tests/web-tools/install.log)."
fi
echo "$stamp" >node_modules/.stamp
