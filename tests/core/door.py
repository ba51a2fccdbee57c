"""What the tests of accounts have in common: going in, opening links, filling in what a page asks again."""

import html
import re
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from newsroom.core.models import StaffSession, User
from tests import cast

DOOR, PAGE = "/admin/login/", "/admin/account/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
VARYING = {"content-security-policy", "x-request-id", "content-length", "expires"}


def sign_in(client: Client, email: str = "journalist@example.ma", password: str = cast.PASSWORD, **data: str) -> Any:
    return client.post(DOOR, {"username": email, "password": password, **data})


def essence(response: Any) -> tuple[int, str, dict[str, str]]:
    """What a stranger can compare: status, page and headers, without what differs with every answer."""
    changing = {response.context["csrf_token"] if response.context else "", response.headers.get("X-Request-ID", "")}
    page = response.content.decode()
    for value in filter(None, map(str, changing)):
        page = page.replace(value, "")
    kept = {name: value for name, value in response.headers.items() if name.lower() not in VARYING}
    return response.status_code, page, kept


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields as a browser would send them."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    found.pop("csrfmiddlewaretoken", None)
    return found


def opened(path: str, client: Client | None = None) -> tuple[Client, str]:
    """A browser that opened the link, and where it was led."""
    client = client or Client()
    return client, client.get(path).headers["Location"]


def together(count: int, act: Callable[[], object]) -> list[object]:
    """`act` in so many threads that begin at the same moment, each with its own connection."""
    answers: list[object] = []
    ready = threading.Barrier(count)

    def run() -> None:
        connection.ensure_connection()
        ready.wait()
        try:
            answers.append(act())
        except Exception as error:  # noqa: BLE001  # whatever went wrong is the test's answer
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def nadia(agent: str = FIREFOX) -> Client:
    if not User.objects.exists():
        cast.reporter()
    client = Client(HTTP_USER_AGENT=agent)
    sign_in(client)
    return client


def row(client: Client) -> StaffSession:
    found: StaffSession = StaffSession.objects.get(session_key=client.session.session_key)
    return found


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def roles(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def second_administrator() -> User:
    return cast.member("administrator", email="second@example.ma")


def root() -> User:
    return User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine")
