"""Which of the publication's texts a reader gets, and when all of them are there."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from newsroom.core.models import Publication, PublicationText

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication() -> Publication:
    return Publication.objects.current()


def write(publication: Publication, language: str, name: str, **texts: str) -> None:
    PublicationText.objects.create(publication=publication, language=language, name=name, **texts)


def name_in(language: str) -> str:
    with override(language):
        masthead, text = PublicationText.objects.masthead(), Publication.objects.current().text().name
    assert masthead == text
    return text


def test_a_language_has_its_own_name(publication: Publication) -> None:
    write(publication, "fr", "Le Matin")
    write(publication, "ar", "الصباح")
    assert (name_in("fr"), name_in("ar")) == ("Le Matin", "الصباح")


def test_a_missing_language_falls_back_to_french(publication: Publication) -> None:
    write(publication, "ar", "الصباح")
    write(publication, "fr", "Le Matin")
    assert name_in("en") == "Le Matin"


def test_without_french_any_name_is_better_than_none(publication: Publication) -> None:
    write(publication, "ar", "الصباح")
    assert name_in("fr") == name_in("en") == "الصباح"


def test_a_new_house_has_a_name(publication: Publication) -> None:
    assert name_in("fr") == "Newsroom"


def test_it_is_complete_when_every_language_has_every_text(publication: Publication) -> None:
    for code in ("fr", "ar"):
        write(publication, code, "N", strapline="s", legal_notice="n", contact="c")
    assert not Publication.objects.current().is_complete()
    write(publication, "en", "N", strapline="s", legal_notice=" ", contact="c")
    assert not Publication.objects.current().is_complete()
    PublicationText.objects.filter(language="en").update(legal_notice="n")
    assert Publication.objects.current().is_complete()


def test_there_is_one_row_whatever_is_tried(publication: Publication) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(pk=2)
