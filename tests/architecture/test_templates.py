"""Every template is used: named by Python or by another template, or by Django's own conventions."""

import ast
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.contrib.staticfiles import finders
from django.template.utils import get_app_template_dirs

from tests.architecture.sources import APPS, ROOT, modules, templates, tree

ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
IN_TAGS = re.compile(r"{%.*?%}", re.DOTALL)
QUOTED = re.compile(r"""["']([^"'\n]+)["']""")


def strings(path: Path) -> Iterator[str]:
    """The text constants of a module; one with gaps (an f-string, `%s`) has `*` in their places."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.replace("%s", "*")


def named_in_templates(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        for tag in IN_TAGS.findall(path.read_text(encoding="utf-8")):
            yield from QUOTED.findall(tag)


def is_named(name: str, words: set[str]) -> bool:
    """By its whole name, or by one with gaps whose every filling is itself a word of the code."""
    if name in words:
        return True
    for word in words:
        if "*" in word and "." in word:
            match = re.fullmatch(re.escape(word).replace(r"\*", "([^/]+)"), name)
            if match and all(filling in words for filling in match.groups()):
                return True
    return False


def overrides(name: str) -> bool:
    """It takes the place of a template of an installed package, or the admin looks for it by app and model."""
    foreign = [Path(folder) for folder in get_app_template_dirs("templates") if not inside(Path(folder))]
    django = Path(str(find_spec("django.forms").origin)).parent / "templates"  # type: ignore[union-attr]  # Django is installed
    if any((folder / name).exists() for folder in (*foreign, django)):
        return True
    match name.split("/"):
        case ["admin", label, *_, last]:
            return label in labels() and overrides(f"admin/{last}")
    return False


def inside(folder: Path) -> bool:
    return any(folder.is_relative_to(ROOT / app) for app in APPS)


def labels() -> set[str]:
    return {config.label for config in apps.get_app_configs()}


def words() -> set[str]:
    """All that the site's code says, and the form library that builds names from its template pack."""
    forms = Path(str(find_spec("crispy_forms").origin)).parent  # type: ignore[union-attr]  # it is in the lock
    paths = [*modules(*APPS), *forms.rglob("*.py")]
    return {word for path in paths for word in strings(path)} | set(named_in_templates(templates().values()))


def test_every_template_is_used() -> None:
    known = words()
    assert [n for n in templates() if n not in ERROR_PAGES and not overrides(n) and not is_named(n, known)] == []


def test_a_template_that_nobody_names_is_found() -> None:
    assert not is_named("mail/nobodys_letter.html", words())
    assert not overrides("mail/nobodys_letter.html")
    assert not overrides("admin/nowhere/change_form.html")


def test_a_template_behind_a_gap_is_used_only_if_the_code_says_the_filling() -> None:
    assert is_named("mail/invitation.html", {"mail/*.html", "invitation"})
    assert not is_named("mail/nobodys_letter.html", {"mail/*.html", "invitation"})


def test_names_are_read_from_python_and_from_tags_only(tmp_path: Path) -> None:
    module, page = tmp_path / "a.py", tmp_path / "a.html"
    module.write_text('render("a.html"); f"mail/{kind}.txt"; "%s/field.html"')
    page.write_text('{% include "part.html" %} <p>"prose.html"</p>')
    assert {"a.html", "mail/*.txt", "*/field.html"} <= set(strings(module))
    assert set(named_in_templates([page])) == {"part.html"}


def test_every_style_sheet_script_and_picture_that_a_template_names_is_there() -> None:
    """In production a page that names a missing one breaks down."""
    files = re.compile(r"[\w./-]+\.(?:css|js|svg|woff2|png)")
    named = {name for name in named_in_templates(templates().values()) if files.fullmatch(name)}
    assert "site/style.css" in named
    assert [name for name in sorted(named) if not finders.find(name)] == []
