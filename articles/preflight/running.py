"""All checks over one document; what blocks is refused, what only warns is asked about."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.ledger.document import Document
from articles.models import Article
from articles.preflight.checks import CHECKS
from articles.preflight.facts import Facts
from articles.preflight.finding import Found
from articles.preflight.policy import blocking

CONFIRMED = "confirmed"
"""The field in which a person says that they have seen what warns."""


def look(article: Article, document: Document, *, now: datetime, at: datetime | None = None) -> list[Found]:
    """What the checks find in a document that readers would get at `at` (None: now), what blocks first. Six queries at
    most, however many texts, pictures and links it has."""
    facts, blocks = Facts(document, article, now, at or now), blocking()
    found: dict[str, Found] = {}
    for check in CHECKS:
        for finding in check.findings(facts):
            one = Found(check, finding, check.name in blocks)
            found.setdefault(one.key, one)
    return sorted(found.values(), key=lambda one: not one.blocks)


def refuse(
    article: Article,
    document: Document,
    *,
    now: datetime,
    at: datetime | None = None,
    confirmed: Collection[str] | None = None,
) -> None:
    """Raises ValidationError by field (blocked) for what blocks; else, where `confirmed` is given, by its own field
    (unconfirmed) for a warning whose key isn't among them. None: nobody is there to be asked."""
    found = look(article, document, now=now, at=at)
    faults: defaultdict[str, list[ValidationError]] = defaultdict(list)
    for one in found:
        if one.blocks:
            faults[one.finding.field].append(ValidationError(one.finding.words, code="blocked"))
    if not faults and confirmed is not None and any(one.key not in confirmed for one in found):
        words = _("Look at what the checks say, then confirm that you have seen it.")
        faults[CONFIRMED].append(ValidationError(words, code="unconfirmed"))
    if faults:
        raise ValidationError(dict(faults))
