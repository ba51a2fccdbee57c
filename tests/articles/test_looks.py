"""The readers' one style sheet: what is in it, who may keep it, and where it is a file."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from django.test import Client

from articles import looks
from articles.models import Category
from articles.shell import COLOURS_AT_MOST
from newsroom.core.assets import content
from tests import cast

COLOURS = "00614a-7a4b00"
TOO_MANY = "-".join(["00614a"] * (COLOURS_AT_MOST + 1))


def address(colours: str = COLOURS) -> str:
    found: list[str] = re.findall('href="([^"]*)"', looks.link(colours))
    return found[0]


def of(release: str = "", colours: str = COLOURS) -> str:
    return f"/static/site/looks-{release or looks.release()}-{colours}.css"


@pytest.fixture
def folder(settings: object, tmp_path: Path) -> Iterator[Path]:
    """Where static files were collected."""
    settings.STATIC_ROOT = str(tmp_path)  # type: ignore[attr-defined]  # pytest-django's
    (tmp_path / "site").mkdir()
    looks.link.cache_clear()
    yield tmp_path / "site"
    looks.link.cache_clear()


def test_it_is_the_sites_looks_and_its_sections_colours_for_ever(client: Client) -> None:
    answer = client.get(address())
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content.decode().startswith(content(looks.OURS))
    assert b'[data-colour="00614a"]' in answer.content
    assert b'[data-colour="7a4b00"]' in answer.content


def test_it_is_sent_as_small_as_who_asks_can_take_it(client: Client) -> None:
    plain = client.get(address()).content
    zipped = client.get(address(), headers={"Accept-Encoding": "gzip"})
    small = client.get(address(), headers={"Accept-Encoding": "gzip, br"})
    assert (zipped["Content-Encoding"], small["Content-Encoding"]) == ("gzip", "br")
    assert gzip.decompress(zipped.content) == brotli.decompress(small.content) == plain
    assert len(small.content) < len(zipped.content) < len(plain) / 2
    assert all(answer["Vary"] == "Accept-Encoding" for answer in (zipped, small))


def test_of_another_release_nobody_keeps_it(client: Client) -> None:
    answer = client.get(of("0" * 12))
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == client.get(address()).content


@pytest.mark.django_db
@pytest.mark.parametrize("colours", ["red", "00614A", "00614a;}", "", "00614a-", TOO_MANY])
def test_what_is_no_list_of_colours_is_a_404(client: Client, colours: str) -> None:
    assert client.get(of(colours=colours)).status_code == 404


@pytest.mark.django_db
def test_every_page_takes_this_sheet_and_no_other(client: Client) -> None:
    Category.objects.filter(pk=cast.category("Sport").pk).update(colour="#7a4b00")
    found = re.findall('<link rel="stylesheet" href="([^"]*)"', client.get("/").content.decode())
    assert found == [address("7a4b00")]


@pytest.mark.django_db
def test_without_sections_it_is_the_file_itself(client: Client) -> None:
    found = re.findall('<link rel="stylesheet" href="([^"]*)"', client.get("/").content.decode())
    assert found == ["/static/site/style.css"]


def test_a_page_that_names_it_makes_the_file_that_nginx_gives_out(folder: Path) -> None:
    file = folder / Path(address()).name
    assert file.read_bytes() == gzip.decompress(file.with_name(file.name + ".gz").read_bytes())
    assert file.read_bytes() == brotli.decompress(file.with_name(file.name + ".br").read_bytes())
    assert sorted(path.name for path in folder.iterdir()) == [file.name + end for end in ("", ".br", ".gz")]
    file.write_bytes(b"from the file")
    assert looks.at(address(), COLOURS).body == b"from the file"


def test_with_as_many_colours_as_there_may_be_it_is_a_file_still(folder: Path) -> None:
    name = Path(address("-".join(f"{number:06x}" for number in range(COLOURS_AT_MOST)))).name
    assert {path.name for path in folder.iterdir()} == {name, f"{name}.gz", f"{name}.br"}


def test_who_asks_for_other_colours_leaves_nothing_behind(folder: Path, client: Client) -> None:
    assert client.get(of(colours="123456")).status_code == 200
    assert list(folder.iterdir()) == []


def test_a_folder_that_nobody_can_write_to_costs_nothing_else(
    folder: Path, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert client.get(address()).status_code == 200
    assert "was not kept as a file: [Errno 28]" in caplog.text


def test_it_takes_nothing_and_remembers_nobody(client: Client) -> None:
    answer = client.post(address())
    assert answer.status_code == 405
    assert not answer.cookies
