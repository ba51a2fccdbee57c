"""Where our own files are, for the tests that read them instead of running them."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("newsroom", "articles", "comments", "newsletter")
LEFT_HERE = re.compile(
    r"node_modules|\.venv.*|var|staticfiles|media|__pycache__|\..*_cache|\.hypothesis|\.env.*|.*\.log"
)
FOLDERS = (*APPS, "tests", "benchmarks", "scripts")


def modules(*folders: str) -> list[Path]:
    """Our Python files but the migrations, which Django writes."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates() -> dict[str, Path]:
    """Every template of ours by the name under which Django finds it."""
    folders = [ROOT / "templates", *(path for app in APPS for path in (ROOT / app).rglob("templates"))]
    return {
        path.relative_to(folder).as_posix(): path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def committed_texts() -> dict[str, str]:
    """What a clone holds (and what is about to be added to it), by path; pictures and compiled files left out."""
    texts = {}
    for name in committed_names():
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # not text, or removed and not yet committed
    return texts


def committed_names() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        return [name for name in listed.stdout.split("\0") if name]
    # An unpacked archive: everything but what tools and the site left here.
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path.as_posix() for path in paths if not any(LEFT_HERE.fullmatch(part) for part in path.parts)]
