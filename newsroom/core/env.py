"""Reads the process environment for `newsroom/settings.py` and refuses nonsense.

Every refusal names the variable, the value that was found and what to write instead. All of them are collected and
raised together by `Environment.settle()`, so that a new server is put right in one go and not line by line.
"""

import difflib
import ipaddress
import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

PREFIX = "NEWSROOM_"
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
DATABASE_SCHEMES = frozenset({"sqlite", "postgres", "postgresql"})
EMAIL_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
HIDDEN = ("SECRET", "PASSWORD", "KEY", "TOKEN", "DATABASE_URL", "EMAIL_URL")
ENCODED = "In a user name or password, write @ : / # ? as %40 %3A %2F %23 %3F."
KEY_LENGTH, KEY_VARIETY = 50, 5  # what `check --deploy` asks for
HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.ASCII)


class Refused(ImproperlyConfigured):
    """The environment as it is can't be used; the text says why, line by line."""


def host_of(origin: str) -> str:
    """The host of `https://example.ma:8443`, as Django's ALLOWED_HOSTS wants it: an IPv6 address in brackets."""
    host = urlsplit(origin).hostname or ""
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Environment:
    """Typed readers over a mapping of variables; each answers a usable value even after a refusal."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.known: set[str] = set()
        self.problems: list[str] = []

    def refuse(self, name: str, remedy: str) -> None:
        value = self.values.get(name)
        hidden = value and (any(word in name for word in HIDDEN) or "@" in value.partition("://")[2])
        if value is None:
            found = "is not set"
        elif not value.strip():
            found = "is empty"
        else:
            found = "has a value that can't be used" if hidden else f"is {value!r}"
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
        if not re.fullmatch(r"[0-9]{1,12}", value, re.ASCII) or not least <= int(value) <= most:
            self.refuse(name, f"Write a whole number from {least} to {most}.")
            return default
        return int(value)

    def choice(self, name: str, default: str, choices: Collection[str]) -> str:
        value = self.text(name, default).lower()
        if value not in choices:
            self.refuse(name, f"Write one of: {', '.join(choices)}.")
            return default
        return value

    def zone(self, name: str, default: str) -> str:
        """A time zone by its name in the IANA database."""
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            self.refuse(name, "Write the name of a time zone, for example Africa/Casablanca or Europe/Paris.")
            return default
        return value

    def folder(self, name: str, default: Path) -> Path:
        path = Path(self.text(name, str(default)))
        nearest = next((place for place in (path, *path.parents) if place.exists()), path)
        if not path.is_absolute():
            self.refuse(name, "Write an absolute path, for example /var/lib/newsroom.")
        elif not nearest.is_dir():
            self.refuse(name, f"Name a folder; {nearest} is a file.")
        elif not os.access(nearest, os.W_OK | os.X_OK):
            self.refuse(name, f"The user that runs the site may not write in {nearest}; give it that right.")
        else:
            return path
        return default

    def secret(self, name: str, default: str, *, required: str = "") -> str:
        """A key that nobody can guess; what is short or repeats itself is refused."""
        value = self.text(name, default, required=required)
        if value and (len(value) < KEY_LENGTH or len(set(value)) < KEY_VARIETY):
            self.refuse(name, f"It can be guessed: it needs {KEY_LENGTH} random characters or more. {required}".strip())
        return value

    def email(self, name: str, default: str, *, required: str = "") -> str:
        value = self.text(name, default, required=required)
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.refuse(name, "Write one e-mail address without a name, for example redaction@example.ma.")
        return value

    def host(self, name: str, default: str) -> str:
        """What a server listens on: an address of this machine, or a name for one."""
        value = self.text(name, default).lower().strip("[]")
        try:
            ipaddress.ip_address(value)
        except ValueError:
            if not HOST.fullmatch(value) or re.fullmatch(r"[0-9.]+", value):
                self.refuse(name, "Write an address of this machine, for example 127.0.0.1.")
                return default
        return value

    def origin(self, name: str, default: str, *, required: str = "") -> str:
        """Scheme, host and port of a site as browsers write it, without a path: `https://example.ma`."""
        value = self.text(name, default, required=required)
        parts = _split(value.rstrip("/"))
        host = _ascii_host(parts) if parts else ""
        if not value:
            return default
        if not parts or not host or parts.scheme not in {"http", "https"} or parts.path or parts.query:
            self.refuse(name, "Write the site's address without a path, for example https://example.ma.")
            return default
        if "@" in parts.netloc or "#" in value:
            self.refuse(name, "Write the site's address alone, for example https://example.ma.")
            return default
        standard = {"http": 80, "https": 443}[parts.scheme]
        port = f":{parts.port}" if parts.port and parts.port != standard else ""
        return f"{parts.scheme}://{host}{port}"

    def database(self, name: str, default: Path, *, seconds_kept: int) -> dict[str, Any]:
        """One entry of Django's DATABASES; `default` is the path of a SQLite file."""
        value = self.text(name)
        options: dict[str, Any] = {"conn_max_age": seconds_kept, "conn_health_checks": True}
        config: dict[str, Any] = {}
        if value and (problem := _parse_database(value, options, config)):
            self.refuse(name, problem)
        if not value or problem:
            config = {**dj_database_url.parse("sqlite:////x", **options), "NAME": str(default)}
        return config

    def smtp(self, name: str) -> dict[str, object]:
        """Django's EMAIL_* settings from smtp://, smtp+tls:// (STARTTLS) or smtps://user:password@host:port."""
        value = self.text(name)
        parts = _split(value.rstrip("/"))
        if not value:
            return {}
        if not parts or not _ascii_host(parts) or parts.scheme not in EMAIL_SCHEMES or parts.path or parts.query:
            self.refuse(
                name, f"Write smtp+tls://user:password@mail.example.ma:587 (also: smtp://, smtps://). {ENCODED}"
            )
            return {}
        if bool(parts.username) != bool(parts.password):
            self.refuse(name, f"Write both a user name and a password, or neither. {ENCODED}")
        return {
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or EMAIL_SCHEMES[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
        }

    def settle(self) -> None:
        """Refuse unknown `NEWSROOM_` variables too, since they are typing errors, then raise what was collected.

        Raises Refused with one line for each problem.
        """
        for name in sorted(self.values):
            if name.startswith(PREFIX) and name not in self.known:
                near = difflib.get_close_matches(name, sorted(self.known), n=1)
                self.refuse(name, f"There is no such setting; did you mean {near[0]}?" if near else "Remove it.")
        if self.problems:
            raise Refused("The environment can't be used:\n  - " + "\n  - ".join(self.problems))


def _split(value: str) -> SplitResult | None:
    """The parts of an address, or None for what is none: a port that can't be, brackets that don't close."""
    if not value.isprintable():
        return None
    try:
        parts = urlsplit(value)
        return None if parts.port == 0 else parts
    except ValueError:
        return None


def _parse_database(value: str, options: dict[str, Any], config: dict[str, Any]) -> str:
    """Fills `config`; answers what is wrong and what to write, or nothing."""
    remedy = f"Write postgres://user:password@host:5432/name or sqlite:////absolute/path/db.sqlite3. {ENCODED}"
    parts = _split(value)
    if parts is None or parts.scheme not in DATABASE_SCHEMES:
        return remedy
    try:
        config.update(dj_database_url.parse(f"{parts.scheme}:{value.partition(':')[2]}", **options))
    except (ValueError, KeyError):
        return remedy
    path = Path(str(config["NAME"]))
    if not config["NAME"]:
        return f"It names no database. {remedy}"
    if parts.scheme == "sqlite" and not path.is_absolute():
        return "A SQLite path must be absolute, with four slashes: sqlite:////path/db.sqlite3."
    if parts.scheme == "sqlite" and not path.parent.is_dir():
        return f"The folder {path.parent} isn't there; make it first."
    return ""


def _ascii_host(parts: SplitResult) -> str:
    """The host as it goes over the wire, an IPv6 address in brackets; empty for what can't be one."""
    host = (parts.hostname or "").rstrip(".")
    try:
        if ":" in host:
            return f"[{ipaddress.IPv6Address(host)}]"
        host = host.encode("idna").decode()
    except ValueError:
        return ""
    return host if HOST.fullmatch(host) else ""
