"""Which pages nginx may find as files: those with names that mean nothing else to a file system."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.core.pagestore import Recipe
from newsroom.core.pagestore.files import LONGEST_NAME, place
from newsroom.core.pagestore.store import Store
from tests.core.shelves import AT, kept, put, served

ARABIC = "/سياسة/الحكومة-تقدّم-مشروع-القانون-12/"


@pytest.mark.parametrize(
    ("path", "where"),
    [("/", ""), ("/a/", "a"), ("/a/b-12/", "a/b-12"), (ARABIC, ARABIC.strip("/")), ("/d'été & co/", "d'été & co")],
)
def test_a_page_lies_where_its_address_says(path: str, where: str) -> None:
    assert place(path) == where


@pytest.mark.parametrize(
    "path",
    [
        "/../secret/",
        "/a/../../secret/",
        "/a/./b/",
        "//a/",
        "/a//b/",
        "/.git/",
        "/a\0b/",
        "/a\\..\\b/",
        "/a\nb/",
        "/a\u202eb/",
        "/index.html/",
        "/a/index.html.gz/",
        "/e\u0301t\u00e9/",
        "/a",
        "/feed.xml",
        "/a/?before=2",
        f"/{'ش' * (LONGEST_NAME // 2 + 1)}/",
        "/" + "a/" * 1024,
        "/\udce9/",
        "",
        "a/",
    ],
)
def test_what_is_no_plain_name_gets_no_file(path: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "pages")
    assert place(path) is None
    put(store, path, "article:1")
    assert served(store) == kept(store) == {}
    assert {child.name for child in tmp_path.iterdir()} == {"pages"}


@given(st.text(max_size=300).map(lambda text: f"/{text}/"))
def test_no_path_leads_out_of_the_folder(path: str) -> None:
    where = place(path)
    if where is not None:
        assert Path("/site", where).resolve().is_relative_to("/site")
        assert path in {f"/{where}/", "/"}


@pytest.mark.parametrize("path", ["/feed.xml", "/a/?before=2", "/index.html/", "/a", ARABIC + "?before=%D8%B3"])
def test_pages_without_a_file_are_stored_and_removed_all_the_same(path: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "pages")
    put(store, path, "article:1")
    assert store.get(path, AT) is not None
    store.remove({"article:1"}, AT, hides=True)
    assert store.last(path, AT) is None


def test_what_is_no_html_is_not_for_nginx(tmp_path: Path) -> None:
    store = Store(tmp_path / "pages")
    put(store, "/a/")
    feed = [("content-type", "application/rss+xml")]
    assert store.put("/a/", store.begin(), Recipe(storable=True), feed, b"<rss/>", AT) is not None
    assert served(store) == kept(store) == {}


def test_a_page_below_another_one_and_an_arabic_one_are_served(tmp_path: Path) -> None:
    store = Store(tmp_path / "pages")
    for path in ("/", "/a/", "/a/b/", ARABIC):
        put(store, path, body=path.encode())
    assert served(store) == {path: path.encode() for path in ("/", "/a/", "/a/b/", ARABIC)}
