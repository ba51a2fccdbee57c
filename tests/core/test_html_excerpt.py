import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from newsroom.core.html import excerpt, sanitise, shorten, text_of

FAMILY, FLAG, LETTER = "👨‍👩‍👧‍👦", "🇲🇦", "بَّ"
WORDS = st.lists(
    st.text("aéبَّ\u0301👩\u200d👧🇲🇦\u00a0&<>; \n", max_size=12) | st.sampled_from([FAMILY, FLAG, LETTER, "mot"]),
    max_size=12,
).map(" ".join)


@given(st.text(max_size=200) | WORDS, st.integers(0, 60))
def test_an_excerpt_is_never_longer_than_asked(html: str, length: int) -> None:
    assert len(excerpt(html, length)) <= length


@given(WORDS, st.integers(1, 40))
def test_an_excerpt_ends_where_a_character_as_people_see_it_ends(words: str, length: int) -> None:
    html = sanitise(words)
    whole = regex.sub(r"[ \n]+", " ", text_of(html)).strip(" ")
    short = excerpt(html, length)
    if short != whole:
        kept = short.removesuffix("…")
        ends = {0} | {cluster.end() for cluster in regex.finditer(r"\X", whole)}
        assert whole.startswith(kept)
        assert len(kept) in ends


@given(st.lists(st.sampled_from(["mot", "très", "كلمة", "d’ici"]), min_size=1, max_size=20), st.integers(8, 60))
def test_words_that_fit_are_never_cut(words: list[str], length: int) -> None:
    kept = excerpt(f"<p>{' '.join(words)}</p>", length).removesuffix("…").split(" ")
    assert kept == words[: len(kept)]


@pytest.mark.parametrize(
    ("html", "length", "short"),
    [
        ("<p>Court.</p>", 40, "Court."),
        ("<p>Le <strong>gouvernement</strong> annonce</p>", 20, "Le gouvernement…"),
        ("<p>Le roi, la reine</p>", 9, "Le roi…"),
        ("<h2>Titre</h2><p>Suite</p>", 40, "Titre Suite"),
        ("<p>Tom &amp; Jerry &lt;3</p>", 12, "Tom & Jerry…"),
        ("<p>anticonstitutionnellement</p>", 10, "anticonst…"),
        (f"<p>{FAMILY}{FAMILY}</p>", 9, f"{FAMILY}…"),
        (f"<p>{FAMILY}</p>", 5, "…"),
        (f"<p>{FLAG}{FLAG}</p>", 3, f"{FLAG}…"),
        (f"<p>{LETTER}{LETTER}</p>", 5, f"{LETTER}…"),
        ("<p>cafe\u0301s</p>", 5, "caf…"),
        ("<p>plus 10\u00a0% ici</p>", 8, "plus…"),
        ("<p>mot mot</p>", 0, ""),
        ("", 10, ""),
    ],
)
def test_an_excerpt_reads_well(html: str, length: int, short: str) -> None:
    assert excerpt(html, length) == short


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>Un</h2><p>Deux<br>trois</p><p>Quatre</p>", "Un\n\nDeux\ntrois\n\nQuatre"),
        ("<ul><li>un</li><li>deux</li></ul><p>fin</p>", "un\ndeux\n\nfin"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<p>a\n   b</p>\n\n<p>c</p>", "a b\n\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<p>H<sub>2</sub>O et <a href='/x'>lien</a></p>", "H2O et lien"),
        ("<p>&lt;b&gt; &amp;amp;</p>", "<b> &amp;"),
        ("<script>non</script><p>oui</p>", "oui"),
        ("<p>10\u00a0%</p>", "10\u00a0%"),
    ],
)
def test_plain_text_keeps_the_blocks_apart(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_text_of_megabytes_gets_a_short_excerpt() -> None:
    assert excerpt("mot " * 500_000, 12) == "mot mot mot…"


@given(WORDS, st.integers(1, 40))
def test_an_excerpt_keeps_as_many_whole_words_as_there_is_room_for(words: str, length: int) -> None:
    line = " ".join(text_of(sanitise(words)).split())
    gaps = [cluster.start() for cluster in regex.finditer(r"\X", line) if cluster.group() == " "]
    fitting = [gap for gap in gaps if gap < length]
    if len(line) > length and fitting:
        assert shorten(line, length) == line[: fitting[-1]].rstrip(" \u00a0\u202f,;:–—-(«“") + "…"
