from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from newsroom.core import mail


@dataclass(frozen=True)
class Letter:
    template: str
    to: str
    language: str
    context: dict[str, Any]

    @property
    def path(self) -> str:
        """Where its link leads."""
        return urlsplit(str(self.context["link"])).path


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The mails that were asked for, in their order, instead of the queue."""
    letters: list[Letter] = []

    def send(template: str, *, to: str, language: str, context: dict[str, Any]) -> None:
        letters.append(Letter(template, to, language, context))

    monkeypatch.setattr(mail, "send", send)
    return letters
