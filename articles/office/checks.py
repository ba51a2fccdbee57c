"""What a working copy still needs before it can be published: the desk is told before it asks."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.ledger.complete import refuse_incomplete, sanitised
from articles.models import Article

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
