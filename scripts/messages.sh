#!/bin/sh
# Collects the texts to translate into locale/*/LC_MESSAGES and compiles them.
#
#   scripts/messages.sh [collect]     collect: without compiling

set -eu
cd "$(dirname "$0")/.."
if ! command -v xgettext >/dev/null 2>&1; then
    echo "messages: gettext is missing (Debian, Ubuntu: apt-get install gettext)." >&2
    exit 1
fi
unset DJANGO_SETTINGS_MODULE # reading sources needs no site; without settings Django uses ./locale
mkdir -p locale

collect() {
    .venv/bin/python -m django makemessages --locale fr --locale ar --no-obsolete --add-location file \
        --ignore '.venv*' --ignore var --ignore staticfiles --ignore tests --ignore benchmarks --ignore scripts \
        --verbosity 0 "$@"
}

exec 9>.setup.lock
if command -v flock >/dev/null 2>&1; then flock 9; fi # two at once would tear the catalogues
collect
collect --domain djangojs
# A date that changes with every run tells nothing.
find locale -name '*.po' -exec sed -i '/^"POT-Creation-Date:/d' {} +
[ "${1:-}" = collect ] ||
    .venv/bin/python -m django compilemessages --locale fr --locale ar --ignore '.venv*' --verbosity 0
