"""What benchmarks conclude from what they saw, and how they set up what they measure."""

import random
from pathlib import Path

import pytest

from benchmarks.freshness import Deed, shown, stale
from benchmarks.nginx import DEPLOY, adapted, alone
from benchmarks.outage import Outcome, rows
from benchmarks.pages import rows as page_rows
from benchmarks.peers import Peer, peers
from benchmarks.readers import Answer, percentile
from benchmarks.storm import addresses, told


def answer(begun: float, publication: int, approval: int, *, status: int = 200, seconds: float = 0.1) -> Answer:
    body = f"<p>État numéro {publication} de cette page.</p><p>Avis numéro {approval} sur cette page.</p>"
    return Answer(begun, begun + seconds, status, body.encode())


DEEDS = (Deed("approve", 1, 0.5, 1.0), Deed("publish", 2, 1.5, 2.0))


def test_a_page_tells_its_state_of_each_kind() -> None:
    assert shown(answer(0, 12, 7).body) == {"publish": 12, "approve": 7}
    assert shown(b"<p>none</p>") == {"publish": 0, "approve": 0}


@pytest.mark.parametrize(
    ("begun", "publication", "approval", "number"),
    [
        (0.9, 0, 0, 0),  # before anything was answered
        (1.1, 0, 1, 0),
        (1.1, 0, 0, 1),  # the comment is missing
        (1.9, 0, 1, 0),  # the publication is committed, but nobody was told so yet
        (1.9, 2, 1, 0),  # newer than it has to be
        (2.0, 0, 1, 1),
        (2.1, 2, 0, 1),  # the one is there, the other has been lost
    ],
)
def test_stale_is_what_was_asked_for_after_the_editors_answer_and_is_older(
    begun: float, publication: int, approval: int, number: int
) -> None:
    assert stale([answer(begun, publication, approval)], DEEDS) == number


def test_an_error_is_not_called_stale_but_it_is_counted_by_itself() -> None:
    assert stale([Answer(3.0, 3.1, 503, b"")], DEEDS) == 0


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (1, 100), (0, 1)])
def test_a_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], share) == value


def test_an_outage_is_judged_by_answers_and_by_the_slowest_hundredth() -> None:
    answers = [answer(0, 0, 0, seconds=0.01)] * 98 + [answer(0, 0, 0, status=503, seconds=0.5)] * 2
    verdicts = {row.what: row.verdict for row in rows("db", Outcome(answers, 6.0))}
    assert verdicts["db: answered 200"] == "missed"
    assert verdicts["db: p99"] == "missed"
    assert verdicts["db: back"] == "missed"


def test_no_two_addresses_of_a_storm_are_alike_and_all_pages_have_their_share() -> None:
    found = addresses(["/a/", "/b/"], 100, random.Random(1))
    assert len(set(found)) == 100
    assert sum(path.startswith("/a/?") for path in found) == 50


def test_hits_and_misses_are_read_from_what_the_command_says() -> None:
    words = (
        "folder  /x\npages   3, of which 2 are fresh\nhits    12 in the last 24 hours\nmisses  3 in the last 24 hours\n"
    )
    assert told(words) == {"hits": 12, "misses": 3}


def test_without_nginx_the_bare_view_is_all_there_is_to_compare_with() -> None:
    measured = page_rows({"bare": 100.0, "embedded": 400.0, "uncached": 3.0}, queries=8, size=35_000)
    assert {row.what: row.value for row in measured if row.unit == "×"} == {
        "embedded server : bare view": 4,
        "made anew : bare view": 0.03,
    }


def test_the_site_is_measured_with_the_very_rules_of_deploy() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    found = adapted(text, port=4001, upstream=4002, data=Path("/d"), folder=Path("/f"))
    assert "try_files $newsroom_site${uri}index.html @newsroom;" in found
    assert "root /d/pages;" in found
    assert "include /f/newsroom_page.conf;" in found
    assert found.count("listen ") == 1
    assert "ssl" not in found
    for line in text[text.index("    location / {\n        root") :].splitlines():
        assert line.replace("/var/lib/newsroom/", "/d/").replace("/etc/nginx/", "/f/") in found


def test_each_way_is_compared_with_a_file_that_is_logged_as_it_is() -> None:
    found = {"bare": 10.0, "embedded": 50.0, "uncached": 1.0, "nginx": 80.0, "file": 100.0, "silent": 200.0}
    measured = {row.what: row.value for row in page_rows(found, queries=8, size=35_000)}
    assert measured["nginx + store : nginx file"] == 0.8
    assert measured["embedded server : nginx file, no log"] == 0.25


def test_a_file_by_itself_has_the_pages_headers_and_none_twice() -> None:
    found = alone(4003, Path("/f/alone"), {"X-Frame-Options": "DENY", "Content-Length": "5", "Server": "granian"})
    assert 'add_header X-Frame-Options "DENY";' in found
    assert "Content-Length" not in found
    assert "Server" not in found


def test_other_systems_of_this_machine_are_measured_beside_ours_and_bound_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BENCH_PEERS", "WordPress=http://127.0.0.1:8080/?p=1 Wagtail=http://localhost:81/story/")
    found = {"bare": 100.0, "embedded": 400.0, "uncached": 3.0, "WordPress": 66.0, "Wagtail": 84.0}
    measured = {row.what: row for row in page_rows(found, queries=8, size=35_000)}
    assert peers() == {"WordPress": Peer(8080, "/?p=1"), "Wagtail": Peer(81, "/story/")}
    assert measured["WordPress, a page of it"].value == 66
    assert measured["WordPress, a page of it"].verdict == ""


@pytest.mark.parametrize("item", ["WordPress", "=http://127.0.0.1/", "x=http://example.com/", "x=http://127.0.0.1:y/"])
def test_no_machine_but_this_one_is_ever_asked(item: str) -> None:
    with pytest.raises(SystemExit, match="BENCH_PEERS"):
        peers({"BENCH_PEERS": item})
