"""System checks refuse our own misuse."""

from typing import Any

import pytest
from django.contrib import admin
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from newsroom.core import checks, registry, roles
from newsroom.core.models import Publication
from newsroom.core.registry import Panel, Place, Pointer, Registry


def test_the_project_as_it_stands_has_nothing_to_complain_about() -> None:
    assert run_checks() == []


def test_a_role_with_an_unknown_permission_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = roles.Role("ghost", "Ghost", "", frozenset({"core.haunt_house"}))
    monkeypatch.setattr(roles, "ROLES", (wrong,))
    assert [message.id for message in checks.check_roles(None)] == ["newsroom.E001"]


@isolate_apps("newsroom.core")
def test_a_plain_url_field_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Leaky(models.Model):
        url = models.URLField()

        class Meta:
            app_label = "core"

    monkeypatch.setattr(checks, "our_models", lambda _configs: [Leaky])
    assert [message.id for message in checks.check_links(None)] == ["newsroom.E002"]


def test_a_stock_model_admin_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    stock: dict[Any, Any] = {Publication: admin.ModelAdmin(Publication, admin.site)}
    monkeypatch.setattr(admin.site, "_registry", stock)
    assert [message.id for message in checks.check_office(None)] == ["newsroom.E003"]


@pytest.mark.parametrize(
    ("name", "entry", "expected"),
    [
        ("places", Place("x", "X", "home", "admin:nowhere"), "newsroom.E006"),
        ("places", Place("x", "X", "home", "admin:index", permission="core.haunt"), "newsroom.E005"),
        ("panels", Panel("x", "desk/no-such-panel.html", lambda _request: {}), "newsroom.E007"),
        ("pointers", Pointer("x", "articles.ghost", lambda _target: []), "newsroom.E008"),
    ],
    ids=["a place that leads nowhere", "an unknown permission", "a panel without template", "an unknown model"],
)
def test_a_registry_entry_that_would_break_the_office_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, entry: Any, expected: str
) -> None:
    wrong: Registry[Any] = Registry(name)
    wrong.register(entry)
    monkeypatch.setattr(registry, name, wrong)
    assert [message.id for message in checks.check_registries(None)] == [expected]
