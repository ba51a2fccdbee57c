"""Forgets a page for each line that it reads, and answers with one: `python -m benchmarks.purger PATH`."""

import sys

import django
from django.utils import timezone


def run(path: str) -> None:
    django.setup()
    from newsroom.core.pagestore.here import here  # noqa: PLC0415  # needs Django

    store = here()
    if store is None:
        raise SystemExit("No pages are stored here.")
    for _line in sys.stdin:
        store.purge(path, timezone.now())
        print(flush=True)


if __name__ == "__main__":
    run(sys.argv[1])
