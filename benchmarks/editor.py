"""An editor at work, in a process of their own: `python -m benchmarks.editor ARTICLE`.

Reads the name and the number of a deed from each line of its input and answers when it was committed and when the
editor had their answer, on the machine's monotonic clock.
"""

import json
import logging
import os
import sys
import time

import django


def main(article: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    logging.disable(logging.WARNING)

    from django.db import transaction  # noqa: PLC0415  # what follows needs the applications

    from benchmarks import writing  # noqa: PLC0415  # as above

    for line in sys.stdin:
        name, number = line.split()
        if name == "approve":
            writing.propose(article, int(number))
        committed: list[float] = []
        with transaction.atomic():
            # Before anything that the deed itself wants to be done after the commit.
            transaction.on_commit(lambda: committed.append(time.monotonic()))  # noqa: B023  # called in this round
            getattr(writing, name)(article, int(number))
        print(json.dumps({"committed": committed[0], "answered": time.monotonic()}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
