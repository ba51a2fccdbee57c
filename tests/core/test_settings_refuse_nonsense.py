"""The settings as a whole, in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "NEWSROOM_MODE": "production",
    "NEWSROOM_SITE_URL": "https://example.ma",
    "NEWSROOM_MAIL_FROM": "redaction@example.ma",
    "NEWSROOM_TRUSTED_PROXIES": "1",
    "SECRET_KEY": "k3y-Of_fiftY.charActers-and-More-7f0a9b2c4d6e8f1a3b5c7d9e",
    "EMAIL_URL": "smtp+tls://user:hush@mail.example.ma:587",
}


def manage(*arguments: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` with these variables and no others of ours."""
    ours = ("NEWSROOM_", "DJANGO_", "DATABASE_URL", "SECRET_KEY", "EMAIL_URL")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**inherited, "NEWSROOM_DATA": str(data), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_with_everything_set_passes_the_deployment_check_without_a_word(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def test_the_demo_needs_no_variable(tmp_path: Path) -> None:
    done = manage("check", data=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_production_without_anything_names_everything_that_is_missing(tmp_path: Path) -> None:
    done = manage("check", data=tmp_path, NEWSROOM_MODE="production")
    for name in ("NEWSROOM_SITE_URL", "SECRET_KEY", "EMAIL_URL", "NEWSROOM_MAIL_FROM"):
        assert done.stderr.count(f"  - {name} is not set.") == 1
    assert done.returncode == 1


@pytest.mark.parametrize("command", ["check", "migrate", "serve", "help", "shell"])
def test_a_refusal_is_sentences_and_not_a_traceback(tmp_path: Path, command: str) -> None:
    done = manage(command, data=tmp_path, NEWSROOM_PORT="70000")
    assert "NEWSROOM_PORT is '70000'. Write a whole number" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("NEWSROOM_DEBUG", "1", "set it to 0 in production"),
        ("NEWSROOM_SITE_URL", "http://example.ma", "needs https://"),
        ("SECRET_KEY", "hush", "50 random characters"),
        ("EMAIL_URL", "mail:hush", "smtp+tls://"),
        ("NEWSROOM_MAIL_FROM", "Le Jour", "redaction@example.ma"),
        ("DATABASE_URL", "mysql://u:hush@h/n", "postgres://"),
        ("NEWSROOM_CDN", "own", "NEWSROOM_CDN_ADDRESS"),
        ("NEWSROOM_CDN_TOKEN", "hush-hush-hush-hush", "none is named"),
        ("NEWSROOM_TIME_ZONE", "Casablanca", "Africa/Casablanca"),
        ("NEWSROOM_SITE_URI", "https://example.ma", "did you mean NEWSROOM_SITE_URL?"),
    ],
)
def test_production_refuses_nonsense_and_repeats_no_secret(tmp_path: Path, name: str, value: str, remedy: str) -> None:
    done = manage("check", data=tmp_path, **{**PRODUCTION, name: value})
    assert done.returncode == 1
    assert name in done.stderr
    assert remedy in done.stderr
    assert "hush" not in done.stderr


CDN = {
    "NEWSROOM_CDN": "own",
    "NEWSROOM_CDN_ADDRESS": "http://127.0.0.1:6081/purge",
    "NEWSROOM_CDN_TOKEN": "hush-hush-hush-hush",
}


def test_production_behind_a_cdn_passes_the_deployment_check_without_a_word(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **PRODUCTION, **CDN)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_cdn_whose_word_is_not_believed_is_named(tmp_path: Path) -> None:
    values = {**PRODUCTION, **CDN, "NEWSROOM_TRUSTED_PROXIES": "0"}
    done = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **values)
    assert "Set NEWSROOM_TRUSTED_PROXIES to 1" in done.stderr
    assert "hush" not in done.stderr + done.stdout


def test_a_cdn_that_is_told_needs_the_keys(tmp_path: Path) -> None:
    done = manage("check", data=tmp_path, **PRODUCTION, **CDN, NEWSROOM_CDN_KEYS="0")
    assert "The CDN forgets by the pages' keys" in done.stderr


def test_the_demo_listens_on_this_machine_only(tmp_path: Path) -> None:
    done = manage("check", data=tmp_path, NEWSROOM_HOST="0.0.0.0")  # noqa: S104  # refused
    assert "The demo answers on this machine only" in done.stderr


def test_a_data_folder_that_is_a_file_is_told_and_not_stumbled_over(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = manage("check", data=tmp_path / "file")
    assert "NEWSROOM_DATA is" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("site", ["https://[2001:db8::1]:8443", "HTTPS://Example.MA/"])
def test_production_takes_every_way_to_write_its_address(tmp_path: Path, site: str) -> None:
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **{**PRODUCTION, "NEWSROOM_SITE_URL": site}
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_outside_the_demo_no_address_leads_to_an_outbox(tmp_path: Path) -> None:
    question = (
        "from django.urls import get_resolver as r; print([p for p in r().url_patterns if 'outbox' in str(p.pattern)])"
    )
    production = manage("shell", "-c", question, data=tmp_path, **PRODUCTION)
    demo = manage("shell", "-c", question, data=tmp_path)
    assert production.stdout.strip().endswith("[]")
    assert "outbox/" in demo.stdout
