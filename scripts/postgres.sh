#!/bin/sh
# Runs a command with DATABASE_URL naming a throw-away PostgreSQL, which lives in a temporary folder, listens on
# loopback only, forgets nothing because it never promised to keep anything (fsync off), and is gone afterwards.
#
#   scripts/postgres.sh COMMAND [ARGUMENTS]
#
# The exit code is the command's; 4 when there is no PostgreSQL server installed.

set -u

find_server() {
    for folder in "${PG_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
        "$(dirname "$(command -v pg_ctl 2>/dev/null || echo /nowhere/pg_ctl)")"; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && echo "$folder" && return
    done
    return 1
}

bin=$(find_server) || {
    echo "postgres: no PostgreSQL server found (Debian, Ubuntu: apt-get install postgresql; or set PG_BIN)." >&2
    exit 4
}

# PostgreSQL refuses to run as root: then its own user does, or nobody.
if [ "$(id -u)" -eq 0 ]; then
    owner=postgres
    id postgres >/dev/null 2>&1 || owner=nobody
    as_owner() { setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups env HOME="$folder" "$@"; }
else
    owner=$(id -un)
    as_owner() { "$@"; }
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/newsroom-postgres.XXXXXX") || exit 1
[ "$(id -u)" -ne 0 ] || chown "$owner" "$folder"
command_pid=''

stop() {
    trap - EXIT INT TERM HUP
    [ -z "$command_pid" ] || kill "$command_pid" 2>/dev/null && wait "$command_pid" 2>/dev/null
    # By the process that this cluster wrote down, never by name.
    as_owner "$bin/pg_ctl" stop --pgdata "$folder/data" --mode immediate --silent >/dev/null 2>&1
    cd / && rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

port=$("${PYTHON_BIN:-python3}" -c 'import socket
with socket.socket() as s: s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])') || exit 1

start() {
    cd "$folder" || return 1
    as_owner "$bin/initdb" --pgdata "$folder/data" --username newsroom --auth trust --encoding UTF8 --locale C.UTF-8 \
        --no-sync >"$folder/log" 2>&1 &&
        as_owner "$bin/pg_ctl" start --pgdata "$folder/data" --log "$folder/server.log" --wait --silent --options \
            "-p $port -c listen_addresses=127.0.0.1 -k '' -c fsync=off -c synchronous_commit=off \
             -c full_page_writes=off -c max_connections=200" >>"$folder/log" 2>&1 &&
        as_owner "$bin/createdb" --host 127.0.0.1 --port "$port" --username newsroom newsroom >>"$folder/log" 2>&1
}

here=$PWD
if ! start; then
    echo "postgres: the server could not be started; its last words:" >&2
    cat "$folder/log" "$folder/server.log" 2>/dev/null | tail -n 15 >&2
    exit 1
fi
cd "$here" || exit 1
echo "postgres: $("$bin/postgres" --version) on loopback port $port"

export DATABASE_URL="postgres://newsroom@127.0.0.1:$port/newsroom"
# In the background and waited for, so that an interrupt reaches the trap at once.
"$@" &
command_pid=$!
wait "$command_pid"
code=$?
command_pid=''
exit "$code"
