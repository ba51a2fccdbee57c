from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from articles.slugs import RESERVED, first_segments


@register(Tags.urls)
def check_reserved_segments(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """An address of the site that isn't reserved could be taken by a category, which then nobody would reach."""
    return [
        Error(
            f"The site has addresses below /{segment}/, and a category could be named so too.",
            hint=f"Add {segment!r} to RESERVED in articles/slugs.py.",
            id="articles.E001",
        )
        for segment in sorted(first_segments() - RESERVED)
    ]
