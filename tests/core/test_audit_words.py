"""The trail speaks: entries are sentences, names stand apart, families narrow the list."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from newsroom.core import audit
from newsroom.core.models import AuditEntry
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def test_an_entry_is_a_sentence_with_both_names() -> None:
    entry = audit.record("user.invited", cast.reporter(), by=cast.administrator())
    assert audit.in_words(entry) == "Hamza Ouali invited Nadia Chraïbi."


def test_the_system_is_named_where_nobody_did_it() -> None:
    entry = audit.record("user.changed", cast.reporter(), by=None)
    assert audit.in_words(entry).startswith("The system changed")


def test_names_are_isolated_and_escaped_in_html() -> None:
    entry = AuditEntry(verb="user.invited", actor_name="<b>سلمى", target_label="50 % {0} & co")
    html = audit.in_html(entry)
    assert html == "<bdi>&lt;b&gt;سلمى</bdi> invited <bdi>50 % {0} &amp; co</bdi>."


def test_a_verb_whose_app_has_gone_is_shown_as_it_is() -> None:
    entry = AuditEntry(verb="quiz.100%", actor_name="Salma")
    assert audit.in_words(entry) == audit.in_html(entry) == "quiz.100%"


def test_what_has_no_words_is_not_recorded() -> None:
    with pytest.raises(KeyError, match=r"nobody\.declared"):
        audit.record("nobody.declared", by=None)
    assert not AuditEntry.objects.exists()


def test_a_verb_is_declared_with_one_sentence_only() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"user\.invited"):
        audit.declare(user_invited="%(actor)s did something else.")


def test_every_family_has_a_name() -> None:
    families = audit.families()
    assert {"user", "session", "publication", "entry", "category"} <= {name for name, _label in families}
    assert all(name != label for name, label in families)


def test_a_family_is_not_mistaken_for_one_that_begins_alike() -> None:
    for verb in ("user.joined", "user.password"):
        AuditEntry(verb=verb).save()
    AuditEntry(verb="users.joined").save()
    assert AuditEntry.objects.family("user").count() == 2


def test_a_long_name_is_cut_and_not_refused() -> None:
    person = cast.member("journalist", name="ن" * 120)
    entry = audit.record("user.joined", person, by=person)
    assert len(entry.actor_name) == 120
