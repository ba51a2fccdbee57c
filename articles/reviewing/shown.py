"""Review links as the office shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from articles.models import Article, ReviewLink, ReviewRemark
from articles.reviewing import tokens

MOST = 50


@dataclass(frozen=True)
class Shown:
    link: ReviewLink
    at: datetime

    @property
    def is_open(self) -> bool:
        return self.link.is_open(self.at)

    @property
    def address(self) -> str:
        return tokens.address(self.link)

    @property
    def looks(self) -> int:
        return int(vars(self.link).get("looks", 0))

    @property
    def last_look(self) -> datetime | None:
        found: datetime | None = vars(self.link).get("last_look")
        return found

    @cached_property
    def remarks(self) -> Sequence[ReviewRemark]:
        return list(self.link.remarks.all())

    @property
    def is_approved(self) -> bool:
        return any(remark.approves for remark in self.remarks)


def links(article: Article, *, at: datetime, most: int = MOST) -> list[Shown]:
    """The latest first, in two queries."""
    return [Shown(link, at) for link in ReviewLink.objects.filter(article=article).told()[:most]]
