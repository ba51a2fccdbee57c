"""Reads the process environment for `newsroom/settings.py` and refuses nonsense.

Every refusal names the variable, the value that was found and what to write instead. All of them are collected and
raised together by `Environment.settle()`, so that a new server is put right in one go and not line by line.
"""

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

PREFIX = "NEWSROOM_"
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
DATABASE_SCHEMES = frozenset({"sqlite", "postgres", "postgresql"})
EMAIL_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
SECRETS = ("SECRET", "PASSWORD", "URL")


class Environment:
    """Typed readers over a mapping of variables; each answers a usable value even after a refusal."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.known: set[str] = set()
        self.problems: list[str] = []

    def refuse(self, name: str, remedy: str) -> None:
        value = self.values.get(name)
        hidden = value and any(word in name for word in SECRETS)
        found = "is not set" if value is None else "has a value that can't be used" if hidden else f"is {value!r}"
        self.problems.append(f"{name} {found}. {remedy}")

    def text(self, name: str, default: str = "", *, required: str = "") -> str:
        """The variable without surrounding blanks; `required` is the remedy that makes it obligatory."""
        self.known.add(name)
        value = self.values.get(name, "").strip()
        if not value and required:
            self.refuse(name, required)
        return value or default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name).lower()
        if value and value not in TRUE | FALSE:
            self.refuse(name, "Write 1 or 0.")
        return value in TRUE if value else default

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            self.refuse(name, f"Write a whole number from {least} to {most}.")
            return default
        return int(value)

    def choice(self, name: str, default: str, choices: Collection[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            self.refuse(name, f"Write one of: {', '.join(choices)}.")
            return default
        return value

    def folder(self, name: str, default: Path) -> Path:
        path = Path(self.text(name, str(default)))
        if not path.is_absolute():
            self.refuse(name, "Write an absolute path, for example /var/lib/newsroom.")
            return default
        if path.exists() and not path.is_dir():
            self.refuse(name, "Name a folder; this is a file.")
        return path

    def origin(self, name: str, default: str, *, required: str = "") -> str:
        """Scheme, host and port of a site, without a path: `https://example.ma`."""
        value = self.text(name, default, required=required).rstrip("/")
        try:
            parts = urlsplit(value)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        except ValueError:
            good = False
        if value and (not good or parts.path or parts.query or parts.username):
            self.refuse(name, "Write the site's address without a path, for example https://example.ma.")
            return default
        return value

    def database(self, name: str, default: str, *, seconds_kept: int) -> dict[str, object]:
        value = self.text(name, default)
        scheme = value.partition(":")[0]
        remedy = "Write postgres://user:password@host:5432/name or sqlite:////absolute/path/db.sqlite3."
        if scheme not in DATABASE_SCHEMES:
            self.refuse(name, remedy)
            value = default
        try:
            config = dict(dj_database_url.parse(value, conn_max_age=seconds_kept, conn_health_checks=True))
        except ValueError:
            self.refuse(name, remedy)
            config = dict(dj_database_url.parse(default))
        if not config.get("NAME"):
            self.refuse(name, f"It names no database. {remedy}")
        return config

    def smtp(self, name: str) -> dict[str, object]:
        """Django's EMAIL_* settings from smtp://, smtp+tls:// (STARTTLS) or smtps://user:password@host:port."""
        value = self.text(name)
        remedy = "Write smtp+tls://user:password@mail.example.ma:587 (also: smtp://, smtps://)."
        try:
            parts = urlsplit(value)
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port = None, None
        if value and (not host or parts.scheme not in EMAIL_SCHEMES):
            self.refuse(name, remedy)
        if not value or not host or parts.scheme not in EMAIL_SCHEMES:
            return {}
        return {
            "EMAIL_HOST": host,
            "EMAIL_PORT": port or EMAIL_SCHEMES[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
        }

    def settle(self) -> None:
        """Refuse unknown `NEWSROOM_` variables too, since they are typing errors, then raise what was collected.

        Raises ImproperlyConfigured with one line for each problem.
        """
        for name in sorted(self.values):
            if name.startswith(PREFIX) and name not in self.known:
                near = difflib.get_close_matches(name, self.known, n=1)
                self.refuse(name, f"There is no such setting; did you mean {near[0]}?" if near else "Remove it.")
        if self.problems:
            raise ImproperlyConfigured("The environment can't be used:\n  - " + "\n  - ".join(self.problems))
