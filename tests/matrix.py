"""Who gets what answer where: address × role × object state × method, in one table.

An address that the resolver knows and this table doesn't fails the build, and so does the reverse. "Hidden" means 404 and
is tried to the letter: the answer is the one that an address gives which doesn't exist.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.world import MEMBERS, ROLES, STRANGER, World

Answers = Mapping[str, int]
HIDDEN = 404


def everybody(status: int) -> Answers:
    return dict.fromkeys(ROLES, status)


def members(status: int = 200, *, but: Answers | None = None) -> Answers:
    """Whoever is signed in; a stranger is led to the sign-in page."""
    return {STRANGER: 302, **dict.fromkeys(MEMBERS, status), **(but or {})}


def only(*roles: str, status: int = 200) -> Answers:
    """These roles; to the others it doesn't exist."""
    return members(HIDDEN, but=dict.fromkeys(roles, status))


@dataclass(frozen=True)
class Case:
    """One address with one state of its object. `post` is tried with `data`, GET without."""

    route: str
    get: Answers
    post: Answers
    state: str = ""
    at: Callable[[World], str] | None = None
    data: dict[str, str] = field(default_factory=dict)

    def path(self, world: World) -> str:
        return "/" + (self.at(world) if self.at else self.route)

    def __str__(self) -> str:
        return f"/{self.route}" + (f" ({self.state})" if self.state else "")


PUBLIC = (
    Case("healthz", get=everybody(200), post=everybody(405)),
    Case("readyz", get=everybody(200), post=everybody(405)),
    Case("", get=everybody(200), post=everybody(405)),
)
OFFICE = (Case("admin/", get=members(), post=members()),)
CASES = (*PUBLIC, *OFFICE)
