"""Somebody at the writing page, as its scripts see them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client

from articles.models import Article, Revision
from newsroom.core.models import User
from tests import cast
from tests.articles.test_office_writing import ADD, LIST, address, typed


@dataclass
class Page:
    """One opening of the writing page: what is on it, and what it sends."""

    user: User
    article: Article | None = None
    client: Client = field(default_factory=Client)
    sitting: UUID = field(default_factory=uuid4)
    turn: int = 0
    takes: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = cast.signed_in(self.user)
        if self.article:
            self.article.refresh_from_db()
        self.fields = {"seen": 1, **typed(self.article), **self.fields}

    @property
    def keeps(self) -> str:
        return f"{LIST}{self.article.pk}/keep/" if self.article else f"{LIST}keep/"

    def form(self, **fields: Any) -> dict[str, Any]:
        return {**self.fields, "sitting": str(self.sitting), "turn": self.turn, "takes": self.takes, **fields}

    def write(self, **fields: Any) -> "Page":
        self.fields |= fields
        self.turn += 1
        return self

    def send(self, **fields: Any) -> Any:
        """What the page sends by itself; answers the JSON."""
        answer = self.client.post(self.keeps, self.form(**fields))
        assert answer.status_code == 200, answer.content
        told = answer.json()
        if self.article is None and told.get("article"):
            self.article = Article.objects.get(pk=told["article"])
        return told

    def keep(self, **fields: Any) -> Any:
        return self.write(**fields).send()

    def save(self, **fields: Any) -> HttpResponse:
        self.write(**fields)
        where = address(self.article) if self.article else ADD
        return self.client.post(where, self.form())  # type: ignore[return-value]  # the test client's own class

    def open(self, **query: str) -> Any:
        """The page as it is opened another time; answers its context."""
        assert self.article
        return self.client.get(address(self.article), query).context

    @property
    def row(self) -> Revision:
        return Revision.objects.autosaved().get(made_by=self.user, sitting=self.sitting)
