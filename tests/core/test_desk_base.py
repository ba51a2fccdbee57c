"""What every admin class of the office has from its base."""

import re

import js_asset
import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from articles.models import Category, CategoryText
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.desk.lists import status_tabs
from newsroom.core.models import AuditEntry, Publication, SocialAccount, StaffSession, User
from tests import cast

pytestmark = pytest.mark.django_db


class PlainAdmin(DeskAdmin[Category]):
    """An admin class that says nothing of its own."""


@pytest.fixture
def plain() -> PlainAdmin:
    return PlainAdmin(Category, admin.site)


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine")
    return request


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_what_the_stock_forms_do_is_in_our_trail_and_in_no_other(plain: PlainAdmin, request_: HttpRequest) -> None:
    row = cast.category("Sport")
    plain.log_addition(request_, row, [])
    plain.log_change(request_, row, ["colour"])
    plain.log_deletions(request_, [row])
    assert verbs() == ["entry.added", "entry.changed", "entry.deleted"]
    assert not LogEntry.objects.exists()


def test_a_save_that_changes_nothing_is_not_told(plain: PlainAdmin, request_: HttpRequest) -> None:
    plain.log_change(request_, cast.category("Sport"), [])
    assert verbs() == []


def test_a_class_whose_verbs_record_themselves_is_silent(plain: PlainAdmin, request_: HttpRequest) -> None:
    plain.trail = ""
    plain.log_addition(request_, cast.category("Sport"), [])
    assert verbs() == []


def test_the_entry_names_the_fields_and_not_their_contents(plain: PlainAdmin, request_: HttpRequest) -> None:
    plain.log_change(request_, cast.category("Sport"), ["colour", "texts", "gone"])
    entry = AuditEntry.objects.get()
    assert entry.detail == {"fields": ["colour", "texts", "gone"]}
    with override("en"):
        assert plain.field_names(entry) == ["colour", str(CategoryText._meta.verbose_name_plural), "gone"]


def test_the_history_of_a_row_is_its_part_of_the_trail(plain: PlainAdmin, request_: HttpRequest) -> None:
    row, other = cast.category("Sport"), cast.category("Politique")
    plain.log_change(request_, row, ["colour"])
    plain.log_change(request_, other, ["colour"])
    html = plain.history_view(request_, str(row.pk)).render().content.decode()  # type: ignore[attr-defined]  # a template response
    assert "<bdi>Sport</bdi>" in html
    assert "Politique" not in html


def test_the_history_of_a_hidden_row_is_none(plain: PlainAdmin, request_: HttpRequest) -> None:
    with pytest.raises(PermissionDenied):
        plain.history_view(request_, "999999")


def field(model: type[models.Model], name: str, request: HttpRequest) -> forms.Field:
    column = model._meta.get_field(name)
    assert isinstance(column, models.Field)
    found = DeskAdmin(model, admin.site).formfield_for_dbfield(column, request)
    assert isinstance(found, forms.Field)
    return found


def test_moments_are_chosen_in_the_browsers_own_input(request_: HttpRequest) -> None:
    made = field(StaffSession, "created_at", request_)
    assert made.widget.input_type == "datetime-local"
    assert made.clean("2026-11-23T10:30").isoformat() == "2026-11-23T10:30:00+01:00"


def test_text_takes_the_direction_of_what_is_typed(request_: HttpRequest) -> None:
    assert field(User, "name", request_).widget.attrs["dir"] == "auto"
    assert field(User, "email", request_).widget.attrs["dir"] == "ltr"
    assert field(SocialAccount, "url", request_).widget.attrs["dir"] == "ltr"


def test_a_forms_inline_import_map_carries_the_nonce(plain: PlainAdmin, monkeypatch: pytest.MonkeyPatch) -> None:
    row = cast.category("Sport")
    editor = js_asset.Media(importmap=js_asset.ImportMap({"editor": "/static/editor.js"}))
    monkeypatch.setattr(type(admin.site._registry[Category]), "media", editor)
    response = cast.signed_in(cast.chief()).get(reverse("admin:articles_category_change", args=[row.pk]))
    nonce = response["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
    assert len(nonce) > 16
    tag = re.search('<script[^>]*type="importmap"[^>]*>', response.content.decode())
    assert tag is not None
    assert f'nonce="{nonce}"' in tag[0]


def test_tabs_count_each_state_and_keep_the_other_filters(rf: RequestFactory) -> None:
    house = Publication.objects.current()
    for network, language in (("X", "fr"), ("Facebook", "fr"), ("Instagram", "ar")):
        SocialAccount.objects.create(publication=house, network=network, url="https://x.ma", language=language)
    tabs = status_tabs(
        SocialAccount.objects.all(), "language", rf.get("/", {"q": "a", "p": "3", "language__exact": "fr"})
    )
    assert [(tab["count"], tab["current"]) for tab in tabs] == [
        ("3", False),
        ("2", True),
        ("1", False),
        ("0", False),
    ]
    assert tabs[0]["query"] == "?q=a"
    assert tabs[2]["query"] == "?q=a&language__exact=ar"
