"""The office sees the stored pages, and has one made anew."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoCaptureOnCommitCallbacks

from newsroom.core import audit
from newsroom.core.models import AuditEntry, BackgroundTask, CdnState, ChangedKey, User
from newsroom.core.pagestore import Store, changed, here, keys
from newsroom.core.tasks.worker import Worker
from tests import cast
from tests.core.cdns import FakeCdn, cdn_here
from tests.core.shelves import put

pytestmark = pytest.mark.django_db
PAGES = "/admin/pages/"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Store:
    settings.PAGE_STORE_DIR = tmp_path / "pages"
    settings.SITE_URL = "https://journal.example"
    found = here()
    assert found
    return found


def chief() -> Client:
    return cast.signed_in(cast.member("chief", name="Driss Alaoui", language="en"))


def purge(client: Client, address: str) -> Any:
    return client.post(PAGES, {"address": address})


@pytest.mark.parametrize("who", [cast.chief, cast.administrator])
def test_who_answers_for_the_paper_or_keeps_the_house_sees_the_page(who: Callable[[], User]) -> None:
    assert cast.signed_in(who()).get(PAGES).status_code == 200


@pytest.mark.parametrize("who", [cast.reporter, cast.editor, cast.moderator, cast.newsletter_editor])
def test_nobody_else_does_or_purges(who: Callable[[], User]) -> None:
    client = cast.signed_in(who())
    assert (client.get(PAGES).status_code, purge(client, "/").status_code) == (404, 404)
    assert not ChangedKey.objects.exists()


def test_a_stranger_is_led_to_the_door() -> None:
    assert purge(Client(), "/")["Location"].startswith("/admin/login/")
    assert not ChangedKey.objects.exists()


def test_the_page_tells_what_was_answered_from_the_store(store: Store) -> None:
    store.count(timezone.now(), hits=75, misses=25)
    text = chief().get(PAGES).content.decode()
    assert "75.0 %" in text
    assert "<dd>100</dd>" in text


def test_the_page_opens_while_nobody_has_asked_for_a_page() -> None:
    assert chief().get(PAGES).context["shown"].share is None


def test_the_page_says_that_nothing_is_stored(settings: Any) -> None:
    settings.PAGE_STORE_DIR = None
    assert "No pages are stored" in chief().get(PAGES).content.decode()


def test_the_page_says_that_the_store_cannot_be_read(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.PAGE_STORE_DIR = tmp_path / "file"
    assert "Out of order" in chief().get(PAGES).content.decode()


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://journal.example", "/"),
        ("https://journal.example/ar/?before=1#top", "/ar/"),
        ("http://JOURNAL.example:443/en/", "/en/"),
        ("  /ar/ ", "/ar/"),
    ],
)
def test_a_page_is_purged_by_its_address(address: str, path: str) -> None:
    assert purge(chief(), address).status_code == 302
    assert list(ChangedKey.objects.values_list("key", "hides")) == [(keys.address(path), True)]


def test_a_purged_page_is_gone_before_the_answer_with_its_last_copy(
    store: Store, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client, at = chief(), timezone.now()
    assert put(store, "/ar/", at=at)
    with django_capture_on_commit_callbacks(execute=True):
        purge(client, "/ar/")
    assert (store.get("/ar/", at), store.last("/ar/", at)) == (None, None)


def test_a_purge_is_written_down() -> None:
    purge(chief(), "/ar/")
    with override("en"):
        assert audit.in_words(AuditEntry.objects.get()) == "Driss Alaoui had the page /ar/ made anew."


def test_purging_twice_is_no_error() -> None:
    client = chief()
    assert [purge(client, "/").status_code for _time in range(2)] == [302, 302]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/ar/",
        "//journal.example/",
        "javascript:alert(1)",
        "https://[",
        "ar",
        "https://journal.example:81/",
    ],
)
def test_an_address_elsewhere_is_refused_in_words_and_kept(address: str) -> None:
    response = purge(chief(), address)
    assert "begin with https://journal.example" in response.content.decode()
    assert response.context["form"]["address"].value() == address
    assert not ChangedKey.objects.exists()


@pytest.mark.parametrize("address", ["/admin/", "/no/such/page/at/all/", "/%00", "/ar/" + "x" * 900])
def test_an_address_of_no_stored_page_is_refused_in_words(address: str) -> None:
    assert "Readers find no stored page" in purge(chief(), address).content.decode()
    assert not ChangedKey.objects.exists()


def test_a_purge_needs_the_forms_own_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.chief())
    assert purge(client, "/").status_code == 403
    assert not ChangedKey.objects.exists()


def test_other_methods_are_refused() -> None:
    assert chief().delete(PAGES).status_code == 405


# -- The CDN ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def cdn(settings: Any) -> Iterator[FakeCdn]:
    with cdn_here() as fake:
        settings.PAGE_CDN = fake.named("own")
        yield fake


def at_the_cdn(client: Client) -> Any:
    return client.get(PAGES).context["cdn"]


def test_without_a_cdn_there_is_no_word_of_one() -> None:
    client = chief()
    assert "CDN" not in client.get(PAGES).content.decode()
    assert client.post(PAGES, {"cdn": "everything"}).status_code == 302
    assert not BackgroundTask.objects.exists()


def test_the_page_tells_how_the_cdn_was_told(cdn: FakeCdn) -> None:
    client = chief()
    assert (at_the_cdn(client).waiting, at_the_cdn(client).problem) == (0, None)
    changed("article:1", "article:2")
    changed("article:1")
    changed("article:3", at=timezone.now() + timedelta(days=1))
    assert at_the_cdn(client).waiting == 2
    assert "<dt>Last told what to forget</dt><dd>–</dd>" in client.get(PAGES).content.decode()


def test_the_page_tells_what_is_wrong_and_what_to_do(cdn: FakeCdn) -> None:
    CdnState.objects.create(pk=1, failed_at=timezone.now(), problem="refused", status=401)
    text = chief().get(PAGES).content.decode()
    for words in ("accept the token", "HTTP 401", "Make a new token", "Last failure"):
        assert words in text


def test_the_cdn_is_emptied_by_the_worker_and_it_is_written_down(cdn: FakeCdn) -> None:
    assert chief().post(PAGES, {"cdn": "everything"}).status_code == 302
    Worker().drain()
    assert [asked.body for asked in cdn.asked] == ['{"keys": ["everything"]}']
    with override("en"):
        assert audit.in_words(AuditEntry.objects.get()) == "Driss Alaoui had the CDN forget everything."


def test_emptying_it_twice_is_no_error(cdn: FakeCdn) -> None:
    client = chief()
    assert [client.post(PAGES, {"cdn": "everything"}).status_code for _time in range(2)] == [302, 302]


@pytest.mark.parametrize("who", [cast.reporter, cast.editor, cast.moderator, cast.newsletter_editor])
def test_nobody_else_empties_it(cdn: FakeCdn, who: Callable[[], User]) -> None:
    assert cast.signed_in(who()).post(PAGES, {"cdn": "everything"}).status_code == 404
    assert not BackgroundTask.objects.exists()
