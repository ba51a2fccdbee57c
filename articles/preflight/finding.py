import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from articles.preflight.facts import Facts
from newsroom.core.registry import Words


@dataclass(frozen=True)
class Finding:
    words: str
    field: str
    """The field of the writing page that it is about."""
    about: str = ""
    """What it is about, as it is written: tells two findings of one check from each other, in every language."""


class Check(ABC):
    """One thing that is looked at. It finds nothing where it can't be sure: a false alarm costs every true one."""

    name: ClassVar[str]
    """Stands in the newsroom's choice; never changes."""
    title: ClassVar[Words]
    why: ClassVar[Words]
    blocks: ClassVar[bool] = False
    """Until the newsroom has chosen otherwise."""

    @abstractmethod
    def findings(self, facts: Facts) -> Iterable[Finding]: ...


@dataclass(frozen=True)
class Found:
    """A finding, by whom, and what follows from it."""

    check: Check
    finding: Finding
    blocks: bool

    @property
    def key(self) -> str:
        """By it a person says that they have seen this very thing."""
        parts = f"{self.check.name} {self.finding.field} {self.finding.about}"
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]
