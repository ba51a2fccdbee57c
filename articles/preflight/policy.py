"""Which checks block is the newsroom's choice, kept by their names; what nobody chose is as the check says."""

from collections.abc import Mapping

from django.db import transaction

from articles.preflight.checks import CHECKS
from articles.preflight.finding import Check
from newsroom.core import audit
from newsroom.core.models import Publication, User


def blocking() -> set[str]:
    chosen = Publication.objects.filter(pk=1).values_list("blocking_checks", flat=True).first() or {}
    return {check.name for check in CHECKS if _blocks(check, chosen)}


def _blocks(check: Check, chosen: Mapping[str, bool]) -> bool:
    return bool(chosen.get(check.name, check.blocks))


@transaction.atomic
def choose(names: set[str], *, by: User | None) -> None:
    """These checks block, the others warn. Nothing new leaves no trace."""
    Publication.objects.current()  # made on the first call
    row = Publication.objects.select_for_update().get(pk=1)
    before = {check.name for check in CHECKS if _blocks(check, row.blocking_checks)}
    wanted = {check.name for check in CHECKS} & names
    if before == wanted:
        return
    # What a check of another release was told stays.
    row.blocking_checks = {**row.blocking_checks, **{check.name: check.name in wanted for check in CHECKS}}
    row.save(update_fields=["blocking_checks"])
    audit.record("checks.chosen", row, by=by, blocks=sorted(wanted - before), warns=sorted(before - wanted))
