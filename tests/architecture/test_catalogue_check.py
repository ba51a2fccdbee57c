"""The check of the catalogues sees what a reader would: English amid French, or words that fit another text."""

from pathlib import Path

import polib
import pytest

from scripts import check_catalogues
from scripts.check_catalogues import check


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> polib.POFile:
    """A French catalogue of one text, translated; `path()` is where it goes."""
    monkeypatch.setattr(check_catalogues, "ROOT", tmp_path)
    path = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    po = polib.POFile(str(path))
    po.fpath = str(path)
    po.metadata = {"Language": "fr", "Content-Type": "text/plain; charset=utf-8"}
    entry = polib.POEntry(msgid="%(count)d days", msgstr="%(count)d jours", flags=["python-format"])
    po.append(entry)
    return po


def findings(po: polib.POFile, *, compiled: bool = True) -> str:
    path = Path(str(po.fpath))
    po.save(str(path))
    if compiled:
        po.save_as_mofile(str(path.with_suffix(".mo")))
    return "\n".join(check(path))


def test_a_complete_and_compiled_catalogue_is_clean(catalogue: polib.POFile) -> None:
    assert findings(catalogue) == ""


def test_a_text_without_translation_is_found(catalogue: polib.POFile) -> None:
    catalogue.append(polib.POEntry(msgid="Editor", msgstr=""))
    assert "not translated: 'Editor'" in findings(catalogue)


def test_a_guessed_translation_is_found(catalogue: polib.POFile) -> None:
    catalogue.append(polib.POEntry(msgid="Editor", msgstr="Rédacteur", flags=["fuzzy"]))
    assert "fuzzy: 'Editor'" in findings(catalogue)


def test_a_lost_placeholder_is_found(catalogue: polib.POFile) -> None:
    catalogue[0].msgstr = "des jours"
    assert "placeholders differ" in findings(catalogue)


def test_a_catalogue_that_is_not_compiled_is_found(catalogue: polib.POFile) -> None:
    assert "is not compiled" in findings(catalogue, compiled=False)


def test_a_stale_compiled_file_is_found(catalogue: polib.POFile) -> None:
    findings(catalogue)
    catalogue[0].msgstr = "%(count)d journées"
    assert "django.mo says something else" in findings(catalogue, compiled=False)


def test_a_catalogue_of_another_language_is_found(catalogue: polib.POFile) -> None:
    catalogue.metadata["Language"] = "ar"
    assert "names another language" in findings(catalogue)


def test_a_missing_catalogue_is_found(catalogue: polib.POFile) -> None:
    assert check(Path(str(catalogue.fpath))) == ["locale/fr/LC_MESSAGES/django.po: is missing"]


def test_a_space_at_which_a_french_line_may_break_is_found(catalogue: polib.POFile) -> None:
    catalogue.append(polib.POEntry(msgid="Note: %s", msgstr="Note : %s"))
    catalogue.append(polib.POEntry(msgid="Quote", msgstr="« Mot\xa0»"))
    catalogue.append(polib.POEntry(msgid="Right", msgstr="«\xa0Mot\xa0»\xa0: à 12:30"))
    assert findings(catalogue).count("a space that may break") == 2
