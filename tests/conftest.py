import os
import shutil
from fnmatch import fnmatch
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same browser without windows, and takes two thirds of the time."""
CHROMIUM = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
BROWSER_TESTS = [Path(__file__).parent / name for name in ("browser", "web")]
ONCE = (
    "architecture/*",
    "core/test_pagestore_[lmnrs]*",
    "core/test_pagestore_damage.py",
    "core/test_pagestore_deaths.py",
    "core/test_pagestore_cdn_served.py",
    "core/test_pagestore_front_negotiation.py",
    "core/test_serve.py",
    "core/test_env_is_read.py",
    "core/test_backup_archive.py",
    "core/test_html_sanitise.py",
    "core/test_typography.py",
    "articles/test_demo_texts.py",
    "articles/test_preflight_words.py",
    "articles/test_compare_words.py",
)
"""What is about files, processes and words: neither another database nor another Django changes it."""
TOOLS = Path(__file__).parent / "web-tools/node_modules"
"""Where scripts/webtools.sh puts them."""

# A busy machine makes examples slow; that says nothing about them.
hypothesis.settings.register_profile("suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("suite")

# Playwright's synchronous API keeps an event loop in the test's thread; the ORM must not mistake it for one of ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def absent_tools() -> set[str]:
    """By the marks of the tests that need them."""
    found = set() if CHROMIUM else {"browser"}
    if not (TOOLS / ".stamp").exists():
        return found | {"lighthouse", "nu"}
    return found if shutil.which("java") else found | {"nu"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What can't run here is deselected, not skipped: `make test` says what that leaves out."""
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in BROWSER_TESTS):
            item.add_marker(pytest.mark.browser)
            # A browser on a busy machine; what passes the second time is listed at the end of the run all the same.
            item.add_marker(pytest.mark.flaky(reruns=1))
        path = item.path.relative_to(Path(__file__).parent).as_posix()
        if "postgres" not in item.keywords and any(fnmatch(path, pattern) for pattern in ONCE):
            item.add_marker(pytest.mark.once)
    absent = absent_tools()
    absent.add("sqlite" if connection.vendor == "postgresql" else "postgres")
    left_out = {item for item in items if absent & set(item.keywords)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


class OneSite(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Each test goes to whoever is free; those of tests/web go to one worker, first, since they share one site.

    The groups of xdist 3.8 are ignored by pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "web" if nodeid.startswith("tests/web/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneSite:
    return OneSite(config, log)


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    """What a test writes – pictures, mails – lands in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]  # pytest-django's wrapper is dynamic
    settings.OUTBOX_DIR = tmp_path / "outbox"  # type: ignore[attr-defined]  # as above
