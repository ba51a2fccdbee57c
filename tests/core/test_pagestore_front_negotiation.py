"""Which variant of a page, or which part, a reader's headers ask for."""

import pytest

from newsroom.core.pagestore.negotiation import LONGEST, REMEMBERED, Coding, Codings, coding, has, part

PLAIN, GZIP, BROTLI = Coding.IDENTITY, Coding.GZIP, Coding.BROTLI


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", PLAIN),
        ("gzip", GZIP),
        ("gzip, deflate, br, zstd", BROTLI),
        ("gzip,br", BROTLI),
        ("GZIP", GZIP),
        ("x-gzip", GZIP),
        ("deflate", PLAIN),
        ("*", BROTLI),
        ("br;q=0.5, gzip", GZIP),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", BROTLI),
        ("br;q=0, *", GZIP),
        ("gzip;q=0", PLAIN),
        ("gzip;q=0.001", GZIP),
        ("identity, gzip;q=0.5", PLAIN),
        ("identity;q=0.5, gzip;q=0.5", GZIP),
        ("identity;q=0", PLAIN),  # nothing is left, and a page is better than an error
        ("*;q=0", PLAIN),
        ("gzip ; q=0", PLAIN),
        ("gzip;q=2", PLAIN),  # no weight that can be
        ("gzip;q=nan, br;q=-1", PLAIN),
        ("gzip;q=٠", PLAIN),
        ("gzipped, brr", PLAIN),
        (",, ,gzip,", GZIP),
        ("gzip;q=0, gzip", PLAIN),  # the first word counts
    ],
)
def test_the_variant_that_is_wanted_most_is_chosen(header: str, wanted: Coding) -> None:
    assert coding(header) == wanted


def test_headers_are_remembered_and_the_memory_is_bounded() -> None:
    codings = Codings()
    for number in range(REMEMBERED + 3):
        assert codings[f"gzip, x{number}"] == GZIP
    assert len(codings) == 3
    assert codings["gzip" + "," * LONGEST] == GZIP
    assert len(codings) == 3


@pytest.mark.parametrize("header", ['"a"', 'W/"a"', '"b", "a"', '"b",W/"a"  ', "*", ' "a" '])
def test_a_reader_has_the_page_whose_tag_they_name(header: str) -> None:
    assert has(header, '"a"')


@pytest.mark.parametrize("header", ["", "a", '"b"', '"aa"', '"*"', '"a', '"a" "b"', "**"])
def test_a_reader_has_no_page_whose_tag_they_do_not_name(header: str) -> None:
    assert not has(header, '"a"')


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=90-", (90, 100)),
        ("bytes=90-900", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-1000", (0, 100)),
        ("bytes=-0", (100, 100)),  # asks for nothing, which can't be sent
        ("bytes=100-", (100, 100)),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("bytes=a-b", None),
        ("items=0-1", None),
        ("bytes=٠-٩", None),
        ("bytes=99999999999999999999-", None),
    ],
)
def test_one_part_is_understood_and_whatever_else_is_asked_for_is_the_whole(
    header: str, found: tuple[int, int] | None
) -> None:
    assert part(header, 100) == found
