from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.core.env import Environment, Refused, host_of, is_loopback
from newsroom.core.secrets import demo_secret_key

DEFAULT = Path("/tmp/db.sqlite3")  # noqa: S108  # never opened


def refusal(read: Any, **values: str) -> str:
    """What is said when `read` reads these variables; empty when it is content."""
    env = Environment(values)
    read(env)
    try:
        env.settle()
    except Refused as refused:
        return str(refused)
    return ""


def database(value: str) -> dict[str, Any]:
    return Environment({"DATABASE_URL": value}).database("DATABASE_URL", DEFAULT, seconds_kept=60)


def origin(value: str) -> str:
    return Environment({"NEWSROOM_SITE_URL": value}).origin("NEWSROOM_SITE_URL", "default")


@pytest.mark.parametrize(
    "value", ["0", "65536", "70000", "-1", "8000.0", "٨٠٠٠", "²", "0x50", "8 000", "9" * 5000, "port"]
)
def test_a_port_that_is_none_is_refused_by_name_value_and_remedy(value: str) -> None:
    said = refusal(lambda env: env.number("NEWSROOM_PORT", 8000, least=1, most=65535), NEWSROOM_PORT=value)
    assert f"NEWSROOM_PORT is {value!r}. Write a whole number from 1 to 65535." in said


@pytest.mark.parametrize(("value", "number"), [("1", 1), (" 65535 ", 65535), ("", 8000), ("  ", 8000)])
def test_a_port_is_read(value: str, number: int) -> None:
    assert Environment({"P": value}).number("P", 8000, least=1, most=65535) == number


@pytest.mark.parametrize(("value", "answer"), [("1", True), ("ON", True), ("no", False), ("0", False), ("", True)])
def test_a_flag_is_read(value: str, answer: bool) -> None:
    assert Environment({"F": value}).flag("F", default=True) is answer


def test_a_flag_that_is_none_is_refused() -> None:
    assert "F is 'oui'. Write 1 or 0." in refusal(lambda env: env.flag("F", default=True), F="oui")


def test_a_choice_is_read_in_any_case() -> None:
    assert Environment({"M": "Production"}).choice("M", "demo", ["demo", "production"]) == "production"


def test_a_choice_that_is_none_is_refused() -> None:
    assert "Write one of: demo, production." in refusal(
        lambda env: env.choice("M", "demo", ["demo", "production"]), M="prod"
    )


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("https://example.ma", "https://example.ma"),
        ("https://example.ma/", "https://example.ma"),
        ("HTTPS://Example.MA", "https://example.ma"),
        ("https://example.ma:443", "https://example.ma"),
        ("https://example.ma:8443/", "https://example.ma:8443"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://مثال.المغرب", "https://xn--mgbh0fb.xn--mgbc0a9azcg"),
        ("https://example.ma.", "https://example.ma"),
    ],
)
def test_the_sites_address_is_read_as_browsers_write_it(value: str, read: str) -> None:
    assert origin(value) == read


@pytest.mark.parametrize(
    "value",
    [
        "example.ma",
        "//example.ma",
        "ftp://example.ma",
        "https://",
        "https://example.ma/fr",
        "https://example.ma?x",
        "https://example.ma#x",
        "https://exa mple.ma",
        "https://*.example.ma",
        "https://example_ma",
        "https://-example.ma",
        "https://example.ma:0",
        "https://example.ma:70000",
        "https://[::1",
        "https://[::g]",
        "https://example.ma\n",
        "https://a..ma",
    ],
)
def test_an_address_that_is_none_is_refused_by_name_value_and_remedy(value: str) -> None:
    said = refusal(
        lambda env: env.origin("NEWSROOM_SITE_URL", ""), NEWSROOM_SITE_URL=f"{value}x" if "\n" in value else value
    )
    assert "NEWSROOM_SITE_URL is " in said
    assert "https://example.ma." in said


def test_a_password_in_the_sites_address_is_not_repeated() -> None:
    said = refusal(lambda env: env.origin("NEWSROOM_SITE_URL", ""), NEWSROOM_SITE_URL="https://me:hush@example.ma")
    assert said
    assert "hush" not in said


@pytest.mark.parametrize(
    ("site", "host"), [("https://example.ma:8443", "example.ma"), ("https://[::1]:80", "[::1]"), ("", "")]
)
def test_the_host_of_an_address_is_what_django_wants(site: str, host: str) -> None:
    assert host_of(site) == host


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("postgres://u:p@db.example.ma:5433/news", {"HOST": "db.example.ma", "PORT": 5433, "NAME": "news"}),
        ("POSTGRES://u:p@h/news", {"HOST": "h", "NAME": "news"}),
        ("postgresql://u:p%40ss%2F@h/news", {"PASSWORD": "p@ss/"}),
        ("postgres:///news", {"HOST": "", "NAME": "news"}),
        ("postgres://%2Frun%2Fpostgresql/news", {"HOST": "/run/postgresql", "NAME": "news"}),
        ("postgres://u@[::1]:5432/news", {"HOST": "::1"}),
        ("postgres://u:p@h/news?sslmode=require", {"OPTIONS": {"sslmode": "require"}}),
        ("sqlite:////tmp/a b.sqlite3", {"NAME": "/tmp/a b.sqlite3"}),  # noqa: S108  # only read
        ("", {"NAME": str(DEFAULT), "ENGINE": "django.db.backends.sqlite3"}),
        ("  ", {"NAME": str(DEFAULT)}),
    ],
)
def test_a_databases_address_is_read(value: str, expected: dict[str, Any]) -> None:
    config = database(value)
    assert {key: config[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("mysql://u:hush@h/news", "Write postgres://"),
        ("news", "Write postgres://"),
        ("postgres://u:hush@h", "names no database"),
        ("postgres://u:hush@h/", "names no database"),
        ("postgres://u:hush@h:0/news", "Write postgres://"),
        ("postgres://u:hush@h:70000/news", "Write postgres://"),
        ("postgres://u:hu#sh@h/news", "%23"),
        ("postgres://u:hush@[::1/news", "Write postgres://"),
        ("sqlite://", "absolute"),
        ("sqlite:///news.sqlite3", "four slashes"),
        ("sqlite://:memory:", "absolute"),
        ("sqlite:////nowhere/at/all/db.sqlite3", "make it first"),
    ],
)
def test_a_database_that_is_none_is_refused_with_the_remedy_and_without_the_value(value: str, remedy: str) -> None:
    said = refusal(lambda env: env.database("DATABASE_URL", DEFAULT, seconds_kept=0), DATABASE_URL=value)
    assert said.count("DATABASE_URL has a value that can't be used.") == 1
    assert remedy in said
    assert "hush" not in said


def test_a_folder_with_a_blank_or_a_sharp_in_its_name_holds_a_database(tmp_path: Path) -> None:
    path = tmp_path / "Mes projets #1 %20" / "db.sqlite3"
    assert Environment({}).database("DATABASE_URL", path, seconds_kept=0)["NAME"] == str(path)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            "smtp+tls://u:p%40@mail.example.ma:587",
            {"EMAIL_HOST_PASSWORD": "p@", "EMAIL_PORT": 587, "EMAIL_USE_TLS": True},
        ),
        ("SMTPS://u:p@mail.example.ma", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False}),
        ("smtp://localhost/", {"EMAIL_HOST": "localhost", "EMAIL_PORT": 25, "EMAIL_HOST_USER": ""}),
        ("smtp://[::1]:2525", {"EMAIL_HOST": "::1", "EMAIL_PORT": 2525}),
    ],
)
def test_a_mail_servers_address_is_read(value: str, expected: dict[str, Any]) -> None:
    config = Environment({"EMAIL_URL": value}).smtp("EMAIL_URL")
    assert {key: config[key] for key in expected} == expected


@pytest.mark.parametrize(
    "value",
    [
        "mail.example.ma",
        "http://mail",
        "smtp://",
        "smtp://u:hush@",
        "smtp://h:0",
        "smtp://h:99999",
        "smtp://u@h",
        "smtp://a b",
    ],
)
def test_a_mail_server_that_is_none_is_refused_without_the_value(value: str) -> None:
    said = refusal(lambda env: env.smtp("EMAIL_URL"), EMAIL_URL=value)
    assert "EMAIL_URL has a value that can't be used. Write" in said
    assert "hush" not in said


@pytest.mark.parametrize(
    "value", ["redaction", "Le Jour <a@example.ma>", "a@example.ma, b@example.ma", "a@", "a@example.ma\nx"]
)
def test_a_sender_that_is_no_address_is_refused(value: str) -> None:
    assert "NEWSROOM_MAIL_FROM is " in refusal(
        lambda env: env.email("NEWSROOM_MAIL_FROM", ""), NEWSROOM_MAIL_FROM=value
    )


@pytest.mark.parametrize("value", ["short", "a" * 60, "abc" * 30])
def test_a_key_that_can_be_guessed_is_refused_without_being_repeated(value: str) -> None:
    said = refusal(lambda env: env.secret("SECRET_KEY", "", required="Make one."), SECRET_KEY=value)
    assert "Make one." in said
    assert value not in said


@pytest.mark.parametrize("value", ["127.0.0.1", "0.0.0.0", "::1", "[::1]", "localhost", "web-1.internal"])  # noqa: S104  # only read
def test_what_to_listen_on_is_read(value: str) -> None:
    assert Environment({"H": value}).host("H", "x") == value.strip("[]")


@pytest.mark.parametrize("value", ["300.1.1.1", "http://localhost", "a b", "127.0.0.1:8000", "::g", "-a"])
def test_what_nothing_can_listen_on_is_refused(value: str) -> None:
    assert "H is " in refusal(lambda env: env.host("H", "127.0.0.1"), H=value)


@pytest.mark.parametrize(
    ("host", "answer"), [("127.0.0.5", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("h", False)]
)
def test_this_machine_is_told_from_others(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer


@pytest.mark.parametrize(
    ("value", "remedy"),
    [("var", "absolute"), ("~/var", "absolute"), ("/etc/passwd", "is a file"), ("/etc/passwd/x", "is a file")],
)
def test_a_folder_that_is_none_is_refused(value: str, remedy: str) -> None:
    assert remedy in refusal(lambda env: env.folder("NEWSROOM_DATA", DEFAULT.parent), NEWSROOM_DATA=value)


def test_a_folder_that_may_not_be_written_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "may not write in /" in refusal(
        lambda env: env.folder("NEWSROOM_DATA", DEFAULT), NEWSROOM_DATA="/nowhere/news"
    )


def test_all_problems_are_told_at_once() -> None:
    def read(env: Environment) -> None:
        env.number("NEWSROOM_PORT", 1, least=1, most=9)
        env.flag("NEWSROOM_DEBUG", default=False)
        env.text("SECRET_KEY", required="Make one.")

    assert refusal(read, NEWSROOM_PORT="x", NEWSROOM_DEBUG="x").count("\n  - ") == 3


@pytest.mark.parametrize(
    ("name", "near"), [("NEWSROOM_SITEURL", "NEWSROOM_SITE_URL"), ("NEWSROOM_SECRET_KEY", "SECRET_KEY")]
)
def test_a_misspelt_variable_is_refused_with_what_was_meant(name: str, near: str) -> None:
    def read(env: Environment) -> None:
        env.text("NEWSROOM_SITE_URL")
        env.text("SECRET_KEY")

    said = refusal(read, **{name: "hush"})
    assert f"did you mean {near}?" in said
    assert ("hush" in said) is ("SECRET" not in name)


def test_an_obligatory_variable_that_is_empty_is_told_from_a_missing_one() -> None:
    assert "A is empty. Do." in refusal(lambda env: env.text("A", required="Do."), A=" ")
    assert "A is not set. Do." in refusal(lambda env: env.text("A", required="Do."))


@given(st.text(max_size=40))
def test_no_value_breaks_a_reader(value: str) -> None:
    env = Environment(dict.fromkeys(["A", "B", "C", "D", "E", "F", "G"], value))
    env.number("A", 1, least=1, most=9)
    env.origin("B", "")
    env.database("C", DEFAULT, seconds_kept=0)
    env.smtp("D")
    env.email("E", "")
    env.host("F", "h")
    env.secret("G", "")
    assert all(problem.startswith(tuple("ABCDEFG")) for problem in env.problems)


def test_the_demos_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = demo_secret_key(tmp_path / "new")
    assert demo_secret_key(tmp_path / "new") == key
    assert [(path.name, path.stat().st_mode & 0o777) for path in (tmp_path / "new").iterdir()] == [
        ("demo-secret-key", 0o600)
    ]


def test_an_empty_key_left_by_a_crash_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "demo-secret-key").touch()
    assert len(demo_secret_key(tmp_path)) > 50
