"""What a working copy still needs before it can be published, and what the checks say of it: the desk is told before
it asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.ledger.complete import refuse_incomplete, sanitised
from articles.models import Article
from articles.preflight.running import look

INPUTS = {"authors": "id_authors_0", "picture": "id_picture_0", "points": "id_points_0", "related": "id_related_0"}
"""Where a field's first input isn't `id_<field>`."""


@dataclass(frozen=True)
class Remark:
    words: str
    field: str

    @property
    def input(self) -> str:
        """The id of the input that it leads to."""
        return INPUTS.get(self.field, f"id_{self.field}")


def lacking(article: Article, *, at: datetime) -> list[Remark]:
    """What readers can't do without; held back whatever the newsroom has chosen."""
    try:
        with transaction.atomic():
            refuse_incomplete(sanitised(article.document()), at=at)
    except ValidationError as faults:
        return [Remark(words, name) for name, found in faults.message_dict.items() for words in found]
    return []


def panel(article: Article, *, now: datetime, at: datetime | None) -> dict[str, Any]:
    """All that is to be said before readers get the working copy, now or at a time to come: what holds it back, what
    only warns, and the keys of that, as the panel's box sends them."""
    at = at if at and at > now else None
    found = look(article, sanitised(article.document()), now=now, at=at)
    warnings = [one for one in found if not one.blocks]
    blocks = [Remark(one.finding.words, one.finding.field) for one in found if one.blocks]
    return {
        "lacking": [*lacking(article, at=at or now), *blocks],
        "warnings": [Remark(one.finding.words, one.finding.field) for one in warnings],
        "warned": " ".join(one.key for one in warnings),
    }
