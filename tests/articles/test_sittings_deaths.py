"""The server is killed between a keystroke and the save: what it acknowledged is there when it is back."""

import http.client
import json
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

from articles.models import Article, Revision
from tests import cast
from tests.articles.sittings import Page
from tests.articles.test_office_writing import address, draft, says
from tests.core.processes import eventually
from tests.core.served import Served, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes through /proc"),
]
FORM = "application/x-www-form-urlencoded"


class Typist:
    """Types a number after the other and has each kept, as fast as the server takes them."""

    def __init__(self, site: Served, page: Page) -> None:
        self.site, self.page, self.acknowledged = site, page, 0
        self.cookies = {settings.SESSION_COOKIE_NAME: page.client.session.session_key or ""}
        self.token = ""
        self.thread = threading.Thread(target=self._type, args=(page.keeps,))

    def ask(self, path: str, method: str = "GET", form: dict[str, object] | None = None) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urlencode(form or {}, doseq=True).encode() if form else None
        got = self.site.get(path, method, body, Cookie=cookies, Content_Type=FORM)
        if "Set-Cookie" in got.headers:
            name, _equals, value = got.headers["Set-Cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return got.status, got.text

    def begin(self) -> None:
        status, told = self.ask(self.page.keeps)
        assert status == 200
        self.token = json.loads(told)["token"]
        self.thread.start()

    def _type(self, path: str) -> None:
        with suppress(OSError, http.client.HTTPException):
            for number in range(1, 100_000):
                form = self.page.write(title=f"Titre {number}").form(csrfmiddlewaretoken=self.token)
                if self.ask(path, "POST", form)[0] != 200:
                    return
                self.acknowledged = number


def test_every_word_that_a_killed_server_acknowledged_is_offered_when_it_is_back(
    tmp_path: Path, transactional_db: None
) -> None:
    nadia = cast.reporter()
    article = draft(nadia)
    with served(tmp_path / "site", SECRET_KEY=settings.SECRET_KEY) as site:
        typist = Typist(site, Page(nadia, article))
        typist.begin()
        eventually(lambda: typist.acknowledged >= 5, seconds=30)
        site.kill()
        typist.thread.join()
    row = Revision.objects.autosaved().get()
    # The last one may have been written without anybody being told.
    assert row.document.title in {f"Titre {typist.acknowledged}", f"Titre {typist.acknowledged + 1}"}
    assert Article.objects.get().title == "Un titre"
    assert f"?take={row.pk}" in says(cast.signed_in(nadia).get(address(article)))
