"""Texts are set as a printer would, once and for all: what was set comes out as it went in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.core.typography import set_plain, set_words, typeset

N, W = "\u202f", "\u00a0"
FRENCH = {
    "Quoi? Non! Si; oui": f"Quoi{N}? Non{N}! Si{N}; oui",
    "Quoi ?! Bravo !!": f"Quoi{N}?! Bravo{N}!!",
    "Note: rien": f"Note{W}: rien",
    "Titre : rien": f"Titre{W}: rien",
    "«Mot» et « mot »": f"«{W}Mot{W}» et «{W}mot{W}»",
    '"Bonjour", dit-il': f"«{W}Bonjour{W}», dit-il",
    "L'eau d'aujourd'hui...": "L’eau d’aujourd’hui…",
    "10% et 10 %, 5€, 3 km": f"10{W}% et 10{W}%, 5{W}€, 3{W}km",
    "à 20h30, à 9 h": f"à 20{W}h{W}30, à 9{W}h",
    "n°4 de M. Ali": f"n°{W}4 de M.{W}Ali",
    "12000 habitants": f"12{N}000 habitants",
    "1 500 000 dirhams": f"1{N}500{N}000{W}dirhams",
    "en 2024, 1 500 voix": f"en 2024, 1{N}500 voix",
    "Le 1er mai": "Le 1<sup>er</sup> mai",
    "la 2e, le XXe, François Ier, la Ve": (
        "la 2<sup>e</sup>, le XX<sup>e</sup>, François I<sup>er</sup>, la V<sup>e</sup>"
    ),
    "<em>Quoi</em>?": f"<em>Quoi</em>{N}?",
    "<strong>Note:</strong> rien": f"<strong>Note{W}:</strong> rien",
    "l'<em>Estran</em>": "l’<em>Estran</em>",
    "R&amp;D?": f"R&amp;D{N}?",
    "12000 DH, 15000 MAD et 20000 Dirhams": f"12{N}000{W}DH, 15{N}000{W}MAD et 20000 Dirhams",
    "L'\"affaire\" d'Agadir": f"L’«{W}affaire{W}» d’Agadir",
    '« Il a dit "non" hier »': f"«{W}Il a dit “non” hier{W}»",
    "100 m, 10 MDH, 25°C, 25 °C": f"100{W}m, 10{W}MDH, 25{W}°C, 25{W}°C",
    "Me Alaoui, Dr Idrissi": f"Me{W}Alaoui, Dr{W}Idrissi",
    "la 2nde, le XXème": "la 2<sup>nde</sup>, le XX<sup>ème</sup>",
}
AS_IT_IS = (
    "à 12:30",
    "3:1",
    "en 2024",
    "20000 Casablanca",
    "Rabat 10000",
    "12, rue de Fès, Aïn-Sebaâ 20250, Maroc",
    "à 9 il m’a dit, et 3 l’ont vu",
    "0537123456 et 05 37 12 34 56 et +212 522 123 456",
    "voir https://a.example/b?c=1;d=12000 puis",
    "écrire à l'x@a.example".replace("'", "’"),
    '<a href="/a?b;c!12000" title="Quoi?">x</a>',
    "<code>a ? b : c; 12000</code>",
    "<pre>l'eau; 12000 ?</pre>",
    '<p lang="en">What? It\'s 12000</p>',
    '<span lang="ar">ماذا ? نعم ;</span>',
    "Ce, Le, De, Me, Sire",
    "(?) [!]",
)


@pytest.mark.parametrize(("typed", "printed"), FRENCH.items())
def test_french_is_set(typed: str, printed: str) -> None:
    assert typeset(typed, "fr") == printed


@pytest.mark.parametrize("text", AS_IT_IS)
def test_what_is_no_french_prose_stays_as_it_is(text: str) -> None:
    assert typeset(text, "fr") == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("قال الوزير, ثم سكت", "قال الوزير، ثم سكت"),
        ("هل وصل? نعم; وصل.", "هل وصل؟ نعم؛ وصل."),
        ("1,5 و Rabat, Fès", "1,5 و Rabat, Fès"),
        ("كأس العالم 2030?", "كأس العالم 2030؟"),
        ("«نعم», ثم (صمت), ثم خرج", "«نعم»، ثم (صمت)، ثم خرج"),
        ("هل زرت Rabat?", "هل زرت Rabat؟"),
        ("زار Rabat, ثم عاد", "زار Rabat، ثم عاد"),
        ("سأل: Who are you?", "سأل: Who are you?"),
        ("صحيح ? رائع ! قال :", "صحيح؟ رائع! قال:"),
        ("نعم,لا", "نعم،لا"),
        ("الساعة 12:30 , والنتيجة 3:1", "الساعة 12:30، والنتيجة 3:1"),
        ("<b>هل وصل</b> ?", "<b>هل وصل</b>؟"),
        ('<p lang="fr">Quoi, non ?</p>', '<p lang="fr">Quoi, non ?</p>'),
    ],
)
def test_arabic_gets_its_own_marks_after_its_own_words(typed: str, printed: str) -> None:
    assert typeset(typed, "ar") == printed


def test_english_gets_its_apostrophes_and_keeps_its_marks_close() -> None:
    assert typeset("It's 12000? Yes: 1er...", "en") == "It’s 12000? Yes: 1er…"


def test_another_language_is_left_alone() -> None:
    assert typeset("Was ist's?", "de") == "Was ist's?"


def test_a_headline_is_escaped_and_may_stand_in_quotes() -> None:
    assert set_words('<b> & "x', "fr") == "&lt;b&gt; &amp; &quot;x"
    assert set_words("Qui est le 1er?", "fr") == f"Qui est le 1<sup>er</sup>{N}?"


def test_an_address_ends_before_an_entity() -> None:
    assert typeset("www.a.example/b&lt; et https://a.example/?b=1&amp;c=2&gt;", "fr") == (
        "www.a.example/b&lt; et https://a.example/?b=1&amp;c=2&gt;"
    )


def test_a_plain_line_holds_no_markup() -> None:
    assert (
        set_plain("L'a-t-il dit le 1er? https://a.example/?b", "fr") == f"L’a-t-il dit le 1er{N}? https://a.example/?b"
    )


LINES = st.text(
    st.sampled_from([*"aLeIVXh°n'\"«»()[]:;!?.,%€01259 ", W, N, "…", "’", "é", "م", "،", "&", "/", "@", "-", "+", "M"]),
    max_size=30,
)
PIECES = st.lists(
    st.one_of(
        LINES.map(lambda text: text.replace("&", "&amp;")),
        st.sampled_from(
            [
                *("<em>", "</em>", "<p>", "</p>", "<br>", "<code>", "</code>", "<sup>", "</sup>", "</a>", "&lt;"),
                *(
                    '<a href="/x?12000;1er">',
                    '<span lang="en">',
                    '<span lang="fr">',
                    "</span>",
                    "12000",
                    "1er",
                    "20h30",
                ),
                *("1 234", " 567", "www.a.example/b", "https://x.example", " ?", "XXe", "n° 12"),
            ]
        ),
    ),
    max_size=12,
).map("".join)
LANGUAGES = st.sampled_from(["fr", "ar", "en"])


@given(PIECES, LANGUAGES)
def test_what_was_set_comes_out_as_it_went_in(html: str, language: str) -> None:
    once = typeset(html, language)
    assert typeset(once, language) == once


@given(LINES, LANGUAGES)
def test_a_plain_line_that_was_set_comes_out_as_it_went_in(words: str, language: str) -> None:
    once = set_plain(words, language)
    assert set_plain(once, language) == once


@given(PIECES, LANGUAGES)
def test_tags_and_entities_are_never_touched(html: str, language: str) -> None:
    markup = re.compile(r"<[^<>]*>|&\w+;")
    raised = re.compile("</?sup>")
    assert markup.findall(raised.sub("", typeset(html, language))) == markup.findall(raised.sub("", html))


@given(PIECES, LANGUAGES)
def test_no_letter_and_no_digit_comes_or_goes(html: str, language: str) -> None:
    def bare(text: str) -> str:
        return re.sub(r"[^\w]|_", "", re.sub("<[^<>]*>", "", text))

    assert bare(typeset(html, language)) == bare(html)
