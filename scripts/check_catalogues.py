"""The French and Arabic catalogues are complete, compiled, and say what the code says.

Exit 0: they are; 1: the findings are printed, one a line. Without gettext the last of these can't be checked;
a line that begins with `note:` says so.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "ar")
DOMAINS = ("django", "djangojs")
WITH_TEXTS = ("newsroom", "articles", "comments", "newsletter", "templates", "static", "locale", "scripts")
"""What makemessages needs: the folders with texts in them, and our script that calls it."""

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z](?!\w)")
"""What a translation must hand on; `100 % de` is no placeholder, `%s` and `%(name)s` are."""
BREAKING = re.compile(r"\S [:;!?»](?=\W|$)|« ")
SHOWN = 40

Key = tuple[str, str, str]
"""Context, message id and plural message id."""


def catalogues() -> list[Path]:
    """`django.po` of every language whether it exists or not; `djangojs.po` where any language has one."""
    folders = [ROOT / "locale" / language / "LC_MESSAGES" for language in LANGUAGES]
    domains = [name for name in DOMAINS if name == "django" or any((f / f"{name}.po").exists() for f in folders)]
    return [folder / f"{domain}.po" for folder in folders for domain in domains]


def key(entry: polib.POEntry | polib.MOEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def texts(entries: Iterable[polib.POEntry | polib.MOEntry]) -> dict[Key, object]:
    return {key(entry): dict(entry.msgstr_plural) or entry.msgstr for entry in entries}


def gaps(po: polib.POFile) -> list[str]:
    """What a reader would see in English, or in words that fit another text."""
    found = [f"fuzzy: {entry.msgid!r}" for entry in po.fuzzy_entries()]
    found += [f"not translated: {entry.msgid!r}" for entry in po.untranslated_entries()]
    found += [f"obsolete: {entry.msgid!r}" for entry in po.obsolete_entries()]
    found += [f"placeholders differ: {entry.msgid!r}" for entry in po.translated_entries() if misses_placeholder(entry)]
    return found


def misses_placeholder(entry: polib.POEntry) -> bool:
    """A plural form may leave a number out (Arabic says "one" and "two" in words), a single text nothing."""
    if "python-format" not in entry.flags:
        return False
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if entry.msgid_plural:
        return any(set(PLACEHOLDER.findall(text)) - wanted for text in entry.msgstr_plural.values())
    return set(PLACEHOLDER.findall(entry.msgstr)) != wanted


def breaking(po: polib.POFile) -> list[str]:
    """French texts in which a mark may begin a line, or a guillemet end one."""
    written = [text for entry in po for text in (entry.msgstr, *entry.msgstr_plural.values())]
    return [text for text in written if BREAKING.search(text)]


def check(path: Path) -> list[str]:
    name = path.relative_to(ROOT)
    if not path.exists():
        return [f"{name}: is missing"]
    po = polib.pofile(str(path))
    found = [f"{name}: {gap}" for gap in gaps(po)]
    if path.parts[-3] == "fr":
        found += [f"{name}: a space that may break: {text!r}" for text in breaking(po)]
    if po.metadata.get("Language") != path.parts[-3]:
        found.append(f"{name}: its header names another language than {path.parts[-3]}")
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        found.append(f"{name}: is not compiled")
    elif texts(polib.mofile(str(compiled))) != texts(po.translated_entries()):
        found.append(f"{name}: {compiled.name} says something else than {path.name}")
    return found


def collected(folder: Path) -> dict[Path, set[Key]]:
    """The message ids that the code uses now, by catalogue, collected in a copy in `folder`."""
    for name in WITH_TEXTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    shutil.copy2(ROOT / "manage.py", folder)
    (folder / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    command = ["scripts/messages.sh", "collect"]
    collecting = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    if collecting.returncode:
        sys.exit(f"makemessages failed:\n{collecting.stderr}")
    return {
        path.relative_to(folder): {key(entry) for entry in polib.pofile(str(path)) if not entry.obsolete}
        for path in folder.glob("locale/*/LC_MESSAGES/*.po")
    }


def differences() -> list[str]:
    """Texts in the code and not in the catalogues, and the other way round; a missing catalogue is told elsewhere."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, used in collected(Path(folder)).items():
            if (ROOT / name).exists():
                known = {key(entry) for entry in polib.pofile(str(ROOT / name))}
                found += [f"{name}: not collected yet (make messages): {text[1]!r}" for text in sorted(used - known)]
                found += [f"{name}: no longer used (make messages): {text[1]!r}" for text in sorted(known - used)]
    return found


def main() -> int:
    found = [finding for path in catalogues() for finding in check(path)]
    if shutil.which("xgettext"):
        found += differences()
    else:
        print("note: gettext is missing, so whether the catalogues know every text of the code was not checked.")
    for finding in found[:SHOWN]:
        print(finding)
    if len(found) > SHOWN:
        print(f"… and {len(found) - SHOWN} more")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
