"""What a working copy still needs before it can be published, and what the checks say of it: the desk is told before
it asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.ledger.complete import refuse_incomplete, sanitised
from articles.models import Article
from articles.preflight.finding import Found
from articles.preflight.running import look

INPUTS = {"authors": "id_authors_0", "picture": "id_picture_0", "points": "id_points_0", "related": "id_related_0"}
"""Where a field's first input isn't `id_<field>`."""


def lacking(article: Article, *, at: datetime) -> list[tuple[str, str]]:
    """The id of the input that each thing is missing from, and the words."""
    try:
        with transaction.atomic():
            refuse_incomplete(sanitised(article.document()), at=at)
    except ValidationError as faults:
        return [
            (INPUTS.get(name, f"id_{name}"), words) for name, found in faults.message_dict.items() for words in found
        ]
    return []


@dataclass(frozen=True)
class Remark:
    """What a check found, and the input that it leads to."""

    found: Found

    @property
    def input(self) -> str:
        name = self.found.finding.field
        return INPUTS.get(name, f"id_{name}")


def remarks(article: Article, *, now: datetime, at: datetime | None) -> dict[str, Any]:
    """For the panel: all remarks, and the keys of those that only warn, as its box sends them."""
    found = look(article, sanitised(article.document()), now=now, at=at if at and at > now else None)
    warnings = " ".join(one.key for one in found if not one.blocks)
    return {"remarks": [Remark(one) for one in found], "warnings": warnings}
