"""Whatever is typed into a field of the office, it is saved or refused in words, and comes back as it was typed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.test import Client

from articles.models import Image
from newsroom.core.models import Publication
from tests import cast
from tests.articles import stories, test_category_office, test_office_people, test_office_writing
from tests.articles import test_pictures_in_the_office as test_pictures
from tests.core import test_publication_in_the_office as test_publication
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
KEPT = "Reste là"
SCRIPT = "<script>alert(1)</script>"
NASTY = {
    "a NUL": "a\x00b",
    "300 letters": "é" * 300,
    "100,000 letters": "mot " * 25_000,
    "blanks": " \u00a0\u200b\t ",
    "emoji": "🇲🇦👨‍👩‍👧",
    "turned around": "\u202eRabat\u2066 الرباط\u200f",
    "a script": SCRIPT,
    "out of its attribute": "\"><img src=x onerror='alert(1)'>",
    "a template": "{{ 7|add:7 }}{% now 'Y' %}%(x)s{0}",
    "a script's address": "javascript:alert(1)",
    "control signs": "\x08\x1b[31m\x7f\x85\u2028",
}


@dataclass(frozen=True)
class Form:
    address: str
    fields: tuple[str, ...]
    beside: str
    """A field whose words must survive a refusal of another one's."""
    make: Callable[[], dict[str, Any]]


def _page() -> dict[str, Any]:
    return {"language": "fr", "title": "Contact", "slug": "contact", "body": "<p>Nous.</p>", "is_published": "on"}


def _publication() -> dict[str, Any]:
    Publication.objects.current()
    data = test_publication.form(texts=test_publication.three(name="Le Jour"))
    account = {"id": "", "publication": "1", "network": "X", "url": "https://x.example/a", "position": "0"}
    return data | {"accounts-TOTAL_FORMS": "1"} | {f"accounts-0-{name}": value for name, value in account.items()}


def _edition() -> dict[str, Any]:
    return {"newsletter": letters.newsletter().pk, "subject": "Sujet", "intro": "Bonjour"}


TEXTS = tuple(f"texts-0-{name}" for name in ("name", "role", "biography"))
WRITTEN = ("title", "slug", "standfirst", "body", "points", "picture_alt", "picture_caption", "tags", "related")
FORMS = {
    "article": Form(
        "/admin/articles/article/add/", WRITTEN, "standfirst", lambda: test_office_writing.typed(title="Un titre")
    ),
    "author": Form(
        "/admin/articles/author/add/", ("slug", *TEXTS), TEXTS[2], lambda: test_office_people.author_form(fr="Nadia")
    ),
    "tag": Form(
        "/admin/articles/tag/add/", ("name", "slug"), "", lambda: {"language": "fr", "name": "Gaz", "slug": ""}
    ),
    "page": Form("/admin/articles/staticpage/add/", ("title", "slug", "body"), "body", _page),
    "category": Form(
        "/admin/articles/category/add/",
        ("colour", "texts-0-name", "texts-0-slug", "texts-0-description"),
        "texts-0-description",
        lambda: test_category_office.form(fr_name="Sport"),
    ),
    "picture": Form(
        "",
        ("name", "credit", "licence", "licence_ends_on", "texts-0-alt", "texts-0-caption"),
        "texts-0-caption",
        lambda: test_pictures.form(stories.picture()),
    ),
    "publication": Form(
        "/admin/core/publication/1/change/",
        (
            *(f"texts-0-{name}" for name in ("name", "strapline", "contact", "legal_notice")),
            *("phone", "contact_email", "accounts-0-network", "accounts-0-url"),
        ),
        "texts-0-contact",
        _publication,
    ),
    "edition": Form("/admin/newsletter/edition/add/", ("subject", "intro"), "intro", _edition),
}


def each() -> Iterator[Any]:
    for name, form in FORMS.items():
        for field in form.fields:
            yield pytest.param(form, field, id=f"{name}: {field}")


def address(form: Form) -> str:
    return form.address or test_pictures.address(Image.objects.latest("pk"))


def says(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def boss(db: None) -> Client:
    return cast.signed_in(cast.member("chief", "newsletter", language="en"))


@pytest.mark.parametrize(("form", "field"), list(each()))
def test_a_form_of_the_office_takes_anything_or_gives_it_back(boss: Client, form: Form, field: str) -> None:
    for what, words in NASTY.items():
        data = form.make()
        if form.beside and form.beside != field:
            data[form.beside] = KEPT
        answer = boss.post(address(form), {**data, field: words})
        assert answer.status_code in {200, 302}, what
        if answer.status_code == 200:
            assert 'class="err' in answer.content.decode(), what
            assert not form.beside or form.beside == field or KEPT in says(answer), what
        assert SCRIPT not in answer.content.decode()
