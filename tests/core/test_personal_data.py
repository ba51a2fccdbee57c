"""What the site knows about somebody can be handed to them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from newsroom.core import audit
from newsroom.core.models import Publication
from tests import cast

pytestmark = pytest.mark.django_db


def told(address: str) -> dict[str, object]:
    out = StringIO()
    call_command("personal_data", address, "--language", "en", stdout=out, stderr=StringIO())
    found: dict[str, dict[str, object]] = json.loads(out.getvalue())
    return found[address.strip().lower()]


def test_it_holds_the_account_the_sessions_and_the_deeds_of_a_member() -> None:
    chief = cast.chief()
    cast.signed_in(chief)
    audit.record("publication.changed", Publication.objects.current(), by=chief)
    assert set(told(chief.email)) == {"Account", "Sessions", "Audit trail"}


def test_the_address_may_be_typed_in_capitals_and_with_blanks() -> None:
    cast.chief()
    assert told(" CHIEF@example.ma ") != {}


def test_it_holds_nothing_of_others() -> None:
    cast.chief()
    reporter = cast.reporter()
    assert reporter.name not in json.dumps(told("chief@example.ma"), ensure_ascii=False)


def test_of_a_stranger_nothing_is_known() -> None:
    assert told("nobody@example.ma") == {}


def test_no_password_is_handed_out() -> None:
    chief = cast.chief()
    assert chief.password not in json.dumps(told(chief.email))


def test_what_is_no_address_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("personal_data", "chief")
