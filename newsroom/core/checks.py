"""System checks for our own misuse: what would otherwise fail late, silently, or in front of a reader."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib import admin
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from newsroom.core import registry, roles
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.env_cdn import Cdn
from newsroom.core.links import LinkField

ROOMS = frozenset({"core", "articles", "comments", "newsletter"})


def our_models(app_configs: Sequence[AppConfig] | None) -> Iterator[type[models.Model]]:
    for config in app_configs or apps.get_app_configs():
        if config.label in ROOMS:
            yield from config.get_models()


def declared_permissions() -> set[str]:
    """Every `app.codename` that a migrate would make, read from the models, not from the database."""
    found: set[str] = set()
    for model in apps.get_models():
        options = model._meta
        codenames = [f"{action}_{options.model_name}" for action in options.default_permissions]
        codenames += [codename for codename, _words in options.permissions]
        found.update(f"{options.app_label}.{codename}" for codename in codenames)
    return found


@register(Tags.security)
def check_roles(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """A misspelt permission would quietly take a right away from everybody."""
    known = declared_permissions()
    return [
        Error(
            f"The role {role.code!r} names the permission {name!r}, which no model declares.",
            hint="Correct it in newsroom/core/roles.py, or declare it in the model's Meta.",
            id="newsroom.E001",
        )
        for role in roles.ROLES
        for name in sorted(role.permissions - known)
    ]


@register(Tags.security, Tags.models)
def check_links(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Django's own URLField lets ftp: through, and a plain field lets javascript: through."""
    return [
        Error(
            "Links that readers get are LinkFields.",
            hint="Use newsroom.core.links.LinkField, which refuses everything but http and https.",
            obj=field,
            id="newsroom.E002",
        )
        for model in our_models(app_configs)
        for field in model._meta.local_fields
        if isinstance(field, models.URLField) and not isinstance(field, LinkField)
    ]


@register(Tags.admin)
def check_office(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """The office's promises – hidden is 404, one audit trail, words in three languages – hang on its base class."""
    found: list[CheckMessage] = []
    for model, model_admin in admin.site._registry.items():
        if not isinstance(model_admin, DeskAdmin):
            found.append(Error("Not a DeskAdmin.", hint="Derive it from DeskAdmin.", obj=model, id="newsroom.E003"))
        if not isinstance(model._meta.verbose_name, Promise):
            hint = "Set verbose_name and verbose_name_plural through gettext_lazy."
            found.append(Error("Its name can't be translated.", hint=hint, obj=model, id="newsroom.E004"))
    return found


@register(Tags.urls, Tags.templates)
def check_registries(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """A place that leads nowhere or a panel without a template would break everybody's dashboard."""
    found: list[CheckMessage] = []
    known = declared_permissions()
    for place in registry.places:
        if place.permission and place.permission not in known:
            found.append(Error(f"No model declares {place.permission!r}.", obj=place.name, id="newsroom.E005"))
        try:
            reverse(place.view)
        except NoReverseMatch:
            found.append(Error(f"There is no address named {place.view!r}.", obj=place.name, id="newsroom.E006"))
    for panel in registry.panels:
        try:
            get_template(panel.template)
        except TemplateDoesNotExist:
            found.append(Error(f"There is no template {panel.template!r}.", obj=panel.name, id="newsroom.E007"))
    labels = {model._meta.label_lower for model in apps.get_models()}
    found += [
        Error(f"There is no model {pointer.model!r}.", obj=pointer.name, id="newsroom.E008")
        for pointer in registry.pointers
        if pointer.model not in labels
    ]
    return found


@register(Tags.security, deploy=True)
def check_cdn(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Behind a CDN all readers come from the CDN's addresses, unless its word is believed: one would lock out all."""
    cdn: Cdn | None = settings.PAGE_CDN
    needed = 0 if cdn is None else 1 if cdn.kind == "own" else 2
    if needed <= settings.TRUSTED_PROXIES:
        return []
    hint = f"Set NEWSROOM_TRUSTED_PROXIES to {needed}, and let nginx accept connections from the CDN only."
    return [checks.Warning("The proxy in front of the site isn't believed.", hint=hint, id="newsroom.W001")]
