"""What Lighthouse says of readers' pages on a telephone, over a slow line that it simulates."""

import json
import re
import shutil
import statistics
import subprocess
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from benchmarks import nginx
from benchmarks.paper import Paper, manage, paper
from benchmarks.result import Result, Row
from benchmarks.served import ROOT, free_port, served

JUDGE = ROOT / "tests/web-tools/judge.mjs"
ROUNDS = 5
MARKS = ("performance", "accessibility", "best-practices", "seo")
WORDS = {"Document", "Stylesheet", "Script"}
MAKE = """\
from articles.models import Image
from articles.pictures import renditions
for image in Image.objects.all():
    renditions.make(image)
"""
WHAT = """\
Lighthouse's marks for four kinds of page on its mobile device, over the slow 4G that it simulates, with all pictures in
all their sizes, over HTTP/1.1 behind nginx where there is one: the median of five rounds for what is timed, the least
of five for the other marks. Lighthouse has telephones four times as slow as the machine it runs on; on one that is
slower itself than those it is meant for, by the index that it measures, that is too much, and less is taken (`slower`).
What an article takes is counted with its headers, as nginx sends it."""
TELEPHONE, FAST = 4, 1750
"""Lighthouse's own factor, and the index (the middle of its "high-end desktop", 1500–2000) that it is meant for."""


def pages(site: Paper, url: str) -> dict[str, str]:
    """The address of each page that is judged, by what it is."""
    with urllib.request.urlopen(f"{url}/ar/") as answer:  # noqa: S310  # our own server
        leads = re.findall(r'<h3><a href="([^"]+)"', answer.read().decode())
    section = f"/{site.path.split('/')[1]}/"
    paths = {"front page": "/", "category": section, "article": site.path, "Arabic article": leads[0]}
    return {name: url + path for name, path in paths.items()}


def judged(urls: Iterable[str], **wanted: Any) -> list[dict[str, Any]]:
    chrome = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    wanted |= {"chrome": chrome, "urls": list(urls)}
    done = subprocess.run(["node", str(JUDGE), json.dumps(wanted)], check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(name: str, found: list[dict[str, Any]]) -> Iterator[Row]:
    def median(measure: str) -> float:
        return float(statistics.median(one["measures"][measure] for one in found))

    marks = {mark: [one["scores"][mark] for one in found] for mark in MARKS}
    yield Row(
        what=f"{name}: performance", value=statistics.median(marks.pop("performance")), unit="", required=99, aim=100
    )
    least = min(mark for each in marks.values() for mark in each)
    yield Row(what=f"{name}: accessibility, practices, SEO", value=least, unit="", required=100, aim=100)
    contentful = median("largest-contentful-paint") / 1000
    yield Row(what=f"{name}: LCP", value=contentful, unit="s", required=1.2, less_is_better=True)
    shift = median("cumulative-layout-shift")
    yield Row(what=f"{name}: CLS", value=round(shift, 5), unit="", required=0.002, less_is_better=True)
    yield Row(what=f"{name}: TBT", value=median("total-blocking-time"), unit="ms", required=0, less_is_better=True)


def weight(found: dict[str, Any]) -> Iterator[Row]:
    fetched = found["fetched"]
    words = sum(size for kind, size, _url in fetched if kind in WORDS)
    whole = sum(size for _kind, size, _url in fetched)
    yield Row(what="article: HTML, CSS, JS", value=words, unit="bytes", required=20_000, less_is_better=True)
    yield Row(what="article: in all", value=whole, unit="bytes", required=100_000, less_is_better=True)
    yield Row(what="article: requests", value=len(fetched), unit="", required=8, less_is_better=True)


@contextmanager
def online(site: Paper) -> Iterator[str]:
    """The site at its own address, as it is served where nginx is."""
    behind = free_port() if nginx.is_there() else site.port
    with served("newsroom.wsgi:application", site.environment, port=behind), ExitStack() as stack:
        if behind != site.port:
            stack.enter_context(nginx.fronted(site.port, behind, site.folder))
        yield f"http://127.0.0.1:{site.port}"


def slower(urls: Iterable[str]) -> float:
    """How many times slower than this machine the telephone is; never more than Lighthouse has it."""
    indices = [one["index"] for one in judged(urls, categories=["performance"], rounds=1)]
    return min(float(TELEPHONE), max(1.0, round(float(TELEPHONE * statistics.median(indices) / FAST), 1)))


def run() -> Result:
    subprocess.run([str(ROOT / "scripts/webtools.sh")], check=True)
    with paper() as site, online(site) as url:
        manage(site, "shell", "-c", MAKE)
        urls = pages(site, url)
        slowdown = slower(urls.values())  # and every page is stored by now
        found = judged(urls.values(), categories=MARKS, rounds=ROUNDS, slowdown=slowdown)
    by_page = {name: [one for one in found if one["url"] == url] for name, url in urls.items()}
    measured = [row for name, rounds in by_page.items() for row in rows(name, rounds)]
    factor = Row(what="telephone: slower", value=slowdown, unit="×")
    return Result(name="lighthouse", what=WHAT, rows=(*measured, *weight(by_page["article"][0]), factor))
