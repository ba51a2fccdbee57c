"""What the checks understand of words: figures, pairs, languages, leftovers, likeness. No database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.demo.manuscripts import Manuscript, archive
from articles.preflight.figures import missing, told
from articles.preflight.leftovers import leftovers
from articles.preflight.likeness import alike
from articles.preflight.pairs import unpaired
from articles.preflight.spoken import numbers
from articles.preflight.tongues import is_in
from newsroom.core import html

TEXTS = archive().texts
EVERY = pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.language}/{text.key}")
NUMBER = st.integers(3, 10**9)
SEPARATORS = (" ", "\u00a0", "\u202f", "\u2009", ".", ",", "\u066c", "’")
INDIC = str.maketrans("0123456789", "".join(map(chr, range(0x660, 0x66A))))


@pytest.mark.parametrize(
    ("claim", "body"),
    [
        ("12 000 logements", "douze immeubles, 12.000 logements"),
        ("1,250 jobs", "1250 jobs"),
        ("3,5 MDH", "un budget de 3,5 millions de dirhams"),
        ("2 milliards", "2 000 000 000 de dirhams"),
        ("22 blessés", "vingt-deux personnes"),
        ("71 ans", "soixante et onze ans"),
        ("45 arrests", "forty-five people"),
        ("٣٥ قتيلا", "35 قتيلا"),
        ("25 سفينة", "خمس وعشرون سفينة"),
        ("2 قتلى", "لقي شخصان حتفهما"),
        ("Le 12 mars", "réunion du 12/03/2025"),
        ("12 مارس", "يوم 12 مارس الماضي"),
        ("Le 3 août 2024", "le 3 AOÛT 2024"),
        ("À 20h30", "à 20 h 30"),
        ("Un accord de 5 à 6 points", "entre 5 et 6 points"),
        ("COP30 : la 5G", "la COP30 et la 5G"),
        ("Budget 12 345", "la saison 12, puis 345 buts"),
        ("50,5 %", "50.5 %"),
        ("Le mars de la marche : May we?", "rien"),
        ("Sans chiffre", ""),
    ],
)
def test_what_the_body_says_in_its_own_way_is_said(claim: str, body: str) -> None:
    assert missing(claim, told(body)) == []


@pytest.mark.parametrize(
    ("claim", "body", "found"),
    [
        ("12 morts", "treize morts", ["12"]),
        ("2 milliards", "2 millions", ["2 milliards"]),
        ("12 000 logements", "1 200 logements", ["12 000"]),
        ("3,5 %", "5,3 %", ["3,5"]),
        ("Le 12 avril", "Le 12 mars", ["avril"]),
        ("٣٥ قتيلا", "36 قتيلا", ["٣٥"]),
        ("12 غشت", "12 يوليوز", ["غشت"]),
        ("9 et 9 et 8", "dix", ["9", "8"]),
        ("Budget 2026", "l’an prochain", ["2026"]),
    ],
)
def test_what_it_does_not_say_is_told_as_it_is_written(claim: str, body: str, found: list[str]) -> None:
    assert missing(claim, told(body)) == found


@settings(max_examples=60, deadline=None)
@given(number=NUMBER, one=st.sampled_from(SEPARATORS), other=st.sampled_from(SEPARATORS), indic=st.booleans())
def test_a_number_is_the_same_however_its_thousands_stand_apart(
    number: int, one: str, other: str, *, indic: bool
) -> None:
    claim, body = (f"{number:,}".replace(",", mark) for mark in (one, other))
    claim = claim.translate(INDIC) if indic else claim
    assert missing(f"A {claim} b", told(f"C {body} d")) == []


@settings(max_examples=60, deadline=None)
@given(number=NUMBER, other=NUMBER)
def test_another_number_is_another(number: int, other: int) -> None:
    assert missing(f"A {number} b", told(f"C {other} d")) == ([] if number == other else [str(number)])


@settings(max_examples=60, deadline=None)
@given(words=st.sampled_from(sorted(numbers())))
def test_every_number_in_words_is_found_in_a_sentence(words: str) -> None:
    assert missing(f"{numbers()[words]} x", told(f"On dit {words}, x")) == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_a_text_always_says_what_it_says_itself(text: str) -> None:
    assert missing(text, told(text)) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("« Oui », dit-il (hier) [sic].", "fr"),
        ("« Il a dit “oui” », dit-il", "fr"),
        ("« Un.\n\n« Deux.\n\n« Trois. »", "fr"),
        ("« Un.\n\n» Deux. »", "fr"),
        ("a) un\nb) deux\n12) trois", "fr"),
        ("Bien :) ou ;-)", "fr"),
        ('Un écran de 27" et un "mot"', "fr"),
        ("»نص«", "ar"),
        ("«نص»", "ar"),
        ("„so“", "en"),
    ],
)
def test_marks_that_have_their_other_half(text: str, language: str) -> None:
    assert unpaired(text, language=language) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("« Oui, dit-il", ["«»"]),
        ("Oui », dit-il", ["«»"]),
        ("“Yes, he said", ["“”"]),
        ('"Oui, dit-il', ['""']),
        ("Hier (lundi", ["("]),
        ("Hier lundi) soir", [")"]),
        ("Un [mot (deux]", ["]", "[", "("]),
        ("« Un.\n\n« Deux.", ["«»"]),
    ],
)
def test_marks_that_have_none(text: str, found: list[str]) -> None:
    assert unpaired(text, language="fr") == found


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.sampled_from(["mot", ""]), lambda inner: st.builds("{}{}{}{}".format, *[inner] * 4)))
def test_whatever_is_well_nested_is_even(text: str) -> None:
    for opening, closing in ("()", "[]", "«»", "“”"):
        assert unpaired(f"{opening}{text}{closing} fin {opening}x{closing}", language="fr") == []


@pytest.mark.parametrize(
    "text",
    [
        *("[gallery ids='1,2']", "[/caption]", "{{ titre }}", "{% if x %}", "le TK à vérifier", "TKTK", "XXX dirhams"),
        *("Lorem ipsum dolor", "R&amp;D", '[foo bar="1"]', "[et_pb_row]", "[video src=x]"),
    ],
)
def test_what_was_left_over_is_found(text: str) -> None:
    assert len(leftovers(f"Avant {text} après")) == 1


@pytest.mark.parametrize(
    "text",
    ["[sic]", "[…]", "[NDLR : oui]", "TK Maxx", "TK Elevator", "taille XXXL", "XXXe siècle", "R&D", "[notre photo]"],
)
def test_what_people_write_is_not_taken_for_it(text: str) -> None:
    assert leftovers(f"Avant {text} après") == []


def test_near_headlines_are_alike_and_other_days_are_not() -> None:
    assert alike("Le gaz revient à Tanger", "Gaz : le retour à Tanger") is False
    assert alike("Le gaz revient à Tanger", "le gaz revient a TANGER !")
    assert alike(
        "Casablanca : le tramway prolongé jusqu’à la gare", "Casablanca : le tramway prolongé jusqu’à la gare sud"
    )
    assert not alike("Bourse : la clôture du 12 mars", "Bourse : la clôture du 13 mars")
    assert not alike("", "")


@EVERY
def test_the_demo_gives_no_false_alarm(text: Manuscript) -> None:
    body = html.text_of(text.body)
    parts = [text.title, text.standfirst, *text.points]
    assert [missing(claim, told(body)) for claim in (text.title, *text.points) if missing(claim, told(body))] == []
    assert [unpaired(part, language=text.language) for part in (*parts, body)] == [[]] * (len(parts) + 1)
    assert leftovers("\n".join([*parts, body])) == []
    near = [other for other in TEXTS if other.language == text.language and alike(other.title, text.title)]
    assert near == [text]


@EVERY
def test_every_text_of_the_demo_is_in_its_language_and_in_no_other(text: Manuscript) -> None:
    body = html.text_of(text.body)
    assert [code for code in ("fr", "ar", "en") if is_in(body, code)] == [text.language]
