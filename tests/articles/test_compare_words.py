"""Comparing and merging are held to what they promise, whatever the texts are."""

import html
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.compare.blocks import Token, blocks, paired, words_of
from articles.compare.comparing import What, compare, compare_bodies, runs
from articles.compare.merging import MINE, THEIRS, merge, pieces, text_of
from articles.compare.sequences import matches, stretches
from articles.ledger.document import Document, PictureUse
from newsroom.core.html import sanitise

WORDS = st.lists(st.sampled_from(["le", "port", "de", "Rabat", "l’eau", "الميناء", "gaz.", "&", "<"]), max_size=6)
PLAIN = WORDS.map(lambda words: html.escape(" ".join(words)))
BLOCK = st.one_of(
    PLAIN.map("<p>{}</p>".format),
    PLAIN.map("<h2>{}</h2>".format),
    st.tuples(PLAIN, PLAIN).map(lambda two: "<p>{}<strong>{}</strong></p>".format(*two)),
    st.tuples(PLAIN, PLAIN).map(lambda two: "<ul><li>{}</li><li>{}</li></ul>".format(*two)),
    st.tuples(PLAIN, PLAIN).map(lambda two: f'<p>{two[0]} <a href="https://a.ma/{len(two[1])}">là</a></p>'),
    st.sampled_from(
        ['<figure data-image="7" data-alt="a &gt; b"></figure>', "<hr>", '<aside data-article="3"></aside>']
    ),
    PLAIN.map("<table><tbody><tr><th>A</th><td>{}</td></tr></tbody></table>".format),
)
BODY = st.lists(BLOCK, max_size=7).map(lambda parts: sanitise("".join(parts)))
SMALL = st.lists(st.sampled_from("abcde"), max_size=12)
DOCUMENT = st.builds(
    Document,
    title=st.sampled_from(["", "Un", "Deux", "Trois"]),
    points=st.sampled_from([(), ("Un",), ("Un", "Deux")]),
    body=BODY,
    picture=st.one_of(st.none(), st.builds(PictureUse, st.sampled_from([1, 2]), st.sampled_from(["", "alt"]))),
    tags=st.sets(st.integers(1, 4)).map(lambda found: tuple(sorted(found))),
    authors=st.sampled_from([(), (1,), (1, 2), (2, 1)]),
)
modest = settings(max_examples=80, deadline=None)


def said(rows: Any, *kinds: What) -> str:
    return "".join(run.text for run in rows if run.what in kinds)


class TestSequences:
    @modest
    @given(SMALL, SMALL)
    def test_matches_rise_and_are_equal(self, a: list[str], b: list[str]) -> None:
        found = matches(a, b)
        assert all(a[i] == b[j] for i, j in found)
        assert found == sorted(set(found))
        assert sorted({j for _i, j in found}) == [j for _i, j in found]

    @modest
    @given(SMALL, SMALL)
    def test_stretches_hold_both_sides_whole(self, a: list[str], b: list[str]) -> None:
        rows = stretches(a, b)
        assert [one for a1, a2, _b1, _b2, _same in rows for one in a[a1:a2]] == a
        assert [one for _a1, _a2, b1, b2, _same in rows for one in b[b1:b2]] == b

    def test_long_texts_without_a_landmark_are_compared_in_bounded_steps(self) -> None:
        a, b = list("abc" * 4000), list("acb" * 4000)
        assert sum(row.a2 - row.a1 for row in stretches(a, b)) == len(a)


class TestBlocks:
    @modest
    @given(BODY)
    def test_a_text_is_the_sum_of_its_blocks(self, body: str) -> None:
        assert "".join(block.html for block in blocks(body)) == body

    @modest
    @given(BODY, BODY)
    def test_pairs_hold_both_texts_in_order(self, a: str, b: str) -> None:
        left, right = blocks(a), blocks(b)
        pairs = paired(left, right)
        assert [i for i, _j in pairs if i is not None] == list(range(len(left)))
        assert [j for _i, j in pairs if j is not None] == list(range(len(right)))

    def test_the_same_list_with_paragraphs_in_it_is_the_same_list(self) -> None:
        assert blocks("<ul><li>a</li><li>b</li></ul>") == blocks("<ul><li><p>a</p></li><li><p>b</p></li></ul>")

    def test_words_outside_of_blocks_are_words_too(self) -> None:
        assert [block.text for block in blocks("un <em>deux</em><p>trois</p>quatre")] == ["un deux", "trois", "quatre"]

    def test_a_table_is_told_row_by_row(self) -> None:
        (table,) = blocks("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
        assert table.text == "a | b\nc | d"


class TestComparing:
    @modest
    @given(DOCUMENT)
    def test_nothing_differs_from_itself(self, document: Document) -> None:
        assert compare(document, document).is_empty

    @modest
    @given(BODY, BODY)
    def test_what_is_told_rebuilds_both_texts(self, before: str, after: str) -> None:
        rows = compare_bodies(before, after)
        for text, gone, side in ((before, What.REMOVED, "before"), (after, What.ADDED, "after")):
            told = [said(row.runs, What.SAME, What.SET, gone) for row in rows if getattr(row, side)]
            assert told == [block.text for block in blocks(text)]

    @modest
    @given(DOCUMENT, DOCUMENT)
    def test_two_that_differ_are_told_to(self, before: Document, after: Document) -> None:
        same = replace(before, body="") == replace(after, body="") and blocks(before.body) == blocks(after.body)
        assert compare(before, after).is_empty == same

    def test_a_sentence_rewritten_is_one_change(self) -> None:
        rows = runs(words_of("Le port ouvre lundi matin."), words_of("Le port ouvrira mardi soir."))
        assert [run.text for run in rows] == ["Le port ", "ouvre lundi matin", "ouvrira mardi soir", "."]

    def test_words_set_differently_are_not_new_words(self) -> None:
        (row,) = compare_bodies("<p>Un mot.</p>", "<p>Un <strong>mot</strong>.</p>")
        assert [(run.what, run.text) for run in row.runs if run.what is not What.SAME] == [(What.SET, "mot")]

    def test_a_link_that_leads_elsewhere_is_a_change(self) -> None:
        (row,) = compare_bodies('<p><a href="https://a.ma/">là</a></p>', '<p><a href="https://b.ma/">là</a></p>')
        assert [run.what for run in row.runs] == [What.SET]

    def test_a_picture_with_other_words_is_the_same_picture(self) -> None:
        old, new = '<figure data-image="7" data-alt="a"></figure>', '<figure data-image="7" data-alt="b"></figure>'
        (row,) = compare_bodies(old, new)
        assert row.facts == [("data-alt", "a", "b")]

    def test_a_paragraph_that_moved_is_told_as_moved(self) -> None:
        one, two, three = "<p>Un premier alinéa.</p>", "<p>Autre chose ici.</p>", "<p>Rien de commun.</p>"
        rows = compare_bodies(one + two + three, two + three + one)
        assert [row.moved for row in rows if row.what is not What.SAME] == [True, True]

    def test_ten_thousand_words_are_compared(self) -> None:
        parts = [" ".join(f"mot{n * 31 % 977}" for n in range(row, row + 40)) for row in range(250)]
        before, after = "".join(f"<p>{one}</p>" for one in parts), "".join(f"<p>{one} fin</p>" for one in parts[::2])
        rows = compare_bodies(before, after)
        assert sum(row.what is What.SET for row in rows) == 125


class TestMerging:
    @modest
    @given(DOCUMENT, DOCUMENT)
    def test_one_side_alone_is_taken_as_it_is(self, base: Document, mine: Document) -> None:
        assert merge(base, mine, base).document == mine
        assert merge(base, base, mine).document == mine
        assert merge(base, mine, mine).document == mine

    @modest
    @given(DOCUMENT, DOCUMENT, DOCUMENT)
    def test_both_sides_collide_in_the_same_places(self, base: Document, mine: Document, theirs: Document) -> None:
        assert merge(base, mine, theirs).keys == merge(base, theirs, mine).keys

    @modest
    @given(DOCUMENT, DOCUMENT, DOCUMENT)
    def test_what_was_put_together_is_put_together(self, base: Document, mine: Document, theirs: Document) -> None:
        found = merge(base, mine, theirs)
        if not found.keys:
            assert merge(theirs, found.document, theirs).document == found.document
            assert merge(mine, found.document, mine).document == found.document

    @modest
    @given(st.one_of(st.none(), BODY), BODY, BODY)
    def test_no_block_is_lost(self, base: str | None, mine: str, theirs: str) -> None:
        rows = pieces(base, mine, theirs)
        was = blocks(base or "")
        shown = [block for piece in rows for block in (*(piece.settled or ()), *piece.mine, *piece.theirs)]
        assert all(block in shown for block in [*blocks(mine), *blocks(theirs)])
        left = [block for piece in rows if piece.settled is not None for block in piece.settled]
        asked = [block for piece in rows if piece.settled is None for block in (*piece.mine, *piece.theirs)]
        new = [block for block in [*blocks(mine), *blocks(theirs)] if block not in was]
        assert all(block in left or block in asked for block in new)

    @modest
    @given(BODY, BODY)
    def test_where_nobody_knows_the_beginning_a_side_chosen_is_that_side(self, mine: str, theirs: str) -> None:
        rows = pieces(None, mine, theirs)
        for choice, side in ((MINE, mine), (THEIRS, theirs)):
            assert blocks(text_of(rows, {piece.key: choice for piece in rows})) == blocks(side)

    @pytest.mark.parametrize(("choice", "words"), [(MINE, "DEUX"), (THEIRS, "Deux !")])
    def test_neighbours_who_change_neighbouring_paragraphs_dont_collide(self, choice: str, words: str) -> None:
        base = "<p>Un peu de texte.</p><p>Deux mots ici.</p><p>Trois fois rien.</p>"
        mine = base.replace("Un peu", "UN PEU").replace("Deux", "DEUX")
        rows = pieces(base, mine, base.replace("Trois", "TROIS").replace("Deux", "Deux !"))
        assert [piece.key for piece in rows if piece.settled is None] == ["b1"]
        assert text_of(rows, {"b1": choice}) == (
            f"<p>UN PEU de texte.</p><p>{words} mots ici.</p><p>TROIS fois rien.</p>"
        )


def test_a_mark_is_part_of_a_word() -> None:
    assert Token("mot", frozenset({"strong"})) != Token("mot")
