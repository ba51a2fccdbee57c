"""Readers who come by links that nobody has seen before."""

import http.client
import random
import re
import sys
import time
from functools import partial
from itertools import chain

from benchmarks.paper import manage, paper
from benchmarks.readers import Reader, reading
from benchmarks.result import Result, Row
from benchmarks.served import served

PAGES, ASKED, SECONDS = 50, 10_000, 30
TRACKERS = ("utm_source", "utm_campaign", "fbclid", "gclid", "mc_eid", "before2", "q", "_", "amp;x")
WHAT = f"""\
{PAGES} pages, asked for through our own server {ASKED} times with parameters that are different each time: those of
advertisers and social networks, and words that mean nothing. Counted is, by the site itself, how many answers came
from the store, the first of each page included among those that didn't."""


def addresses(pages: list[str], number: int, chance: random.Random) -> list[str]:
    """No two alike."""
    found = []
    for index in range(number):
        names = chance.sample(TRACKERS, chance.randint(1, 4))
        words = [f"{name}={chance.getrandbits(48):x}" for name in names]
        found.append(f"{pages[index % len(pages)]}?{'&'.join([*words, f'n{index}={index}'])}")
    return found


def told(words: str) -> dict[str, int]:
    """What `manage.py pages status` has counted."""
    return {name: int(number) for name, number in re.findall(r"^(hits|misses)\s+(\d+)", words, re.MULTILINE)}


def pages_of(article: str, others: tuple[str, ...]) -> list[str]:
    sections = dict.fromkeys(f"/{path.split('/')[1]}/" for path in (article, *others))
    return list(dict.fromkeys(chain((article, "/", "/ar/", "/en/"), others, sections)))[:PAGES]


def run() -> Result:
    chance = random.Random(1)  # noqa: S311  # the same storm each time
    with paper() as site, served("newsroom.wsgi:application", site.environment) as port:
        pages = pages_of(site.path, site.others)
        asked = addresses(pages, ASKED, chance)
        with reading(partial(Reader, port, site.headers), asked, connections=8, pause=0, each_once=True) as answers:
            until = time.monotonic() + SECONDS
            while len(answers) < ASKED and time.monotonic() < until:
                time.sleep(0.05)
        time.sleep(2.5)  # the site writes its count down each second
        counted = told(manage(site, "pages", "status"))
    hits, misses = counted["hits"], counted["misses"]
    failed = sum(answer.status != http.client.OK for answer in answers)
    if failed:
        print(f"{failed} answers were no page", file=sys.stderr)
    return Result(
        name="storm",
        what=WHAT,
        rows=(
            Row(what="from the store", value=100 * hits / (hits + misses), unit="%", required=95, aim=99),
            Row(what="answers without a page", value=failed, unit="", required=0, aim=0, less_is_better=True),
            Row(what="answers", value=len(answers), unit=""),
            Row(what="pages", value=len(pages), unit=""),
        ),
    )
