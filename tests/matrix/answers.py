"""The words in which the table of addresses is written: a case, who gets which answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.world import MEMBERS, ROLES, STRANGER, World

Answers = Mapping[str, int]
HIDDEN = 404


def everybody(status: int) -> Answers:
    return dict.fromkeys(ROLES, status)


def members(status: int = 200, *, but: Answers | None = None) -> Answers:
    """Whoever is signed in; a stranger is led to the sign-in page."""
    return {STRANGER: 302, **dict.fromkeys(MEMBERS, status), **(but or {})}


def only(*roles: str, status: int = 200, but: Answers | None = None) -> Answers:
    """These roles; to the others it doesn't exist."""
    return members(HIDDEN, but={**dict.fromkeys(roles, status), **(but or {})})


NOBODY = only()


@dataclass(frozen=True)
class Case:
    """One address with one state of its object. `post` is tried with `data`, GET without."""

    route: str
    get: Answers
    post: Answers
    state: str = ""
    at: str = ""
    """The address to try, with `{w.…}` for what the world has; where empty, the route itself."""
    data: Mapping[str, str] = field(default_factory=dict)

    def path(self, world: World) -> str:
        return "/" + (self.at.format(w=world) if self.at else self.route)

    def __str__(self) -> str:
        return f"/{self.route}" + (f" ({self.state})" if self.state else "")


@dataclass(frozen=True)
class Rights:
    """What one model of the office answers, address by address; what isn't named is hidden from everybody."""

    model: str
    seen: Answers
    added: Answers = field(default_factory=lambda: NOBODY)
    acted: Answers | None = None
    """POST on the list: bulk actions."""

    def lists(self) -> Iterator[Case]:
        route = f"admin/{self.model}/"
        yield Case(route, get=self.seen, post=self.acted or self.seen)
        yield Case(f"{route}add/", get=self.added, post=self.added)
        # Django leads a row's bare address to its form before it looks for the row: the same for every number.
        yield Case(f"{route}<path:object_id>/", get=members(302), post=members(302), at=f"{route}99999/")

    def rows(
        self, state: str, key: str, *, seen: Answers, changed: Answers, deleted: Answers = NOBODY
    ) -> Iterator[Case]:
        """The addresses of one row in one state."""
        start = f"admin/{self.model}/"
        for rest, get, post in (("change/", seen, changed), ("history/", seen, seen), ("delete/", deleted, deleted)):
            yield Case(f"{start}<path:object_id>/{rest}", get=get, post=post, state=state, at=f"{start}{key}/{rest}")


LETTERS, PAPERS = only("newsletter"), only("chief", "newsletter")
CHIEF, ADMINISTRATOR = only("chief"), only("administrator")
BOTH = only("chief", "administrator")
WRITERS, EDITORS = only("journalist", "editor", "chief"), only("editor", "chief")
MODERATORS = only("chief", "moderator")
APPS = "admin/^(?P<app_label>core|articles|comments|newsletter)/$"
POSTED = members(405)
"""What an address for POST alone answers to others, whoever asks for whatever object: it tells nothing."""


def by_editors(chosen: int, chief: int) -> Answers:
    """The editor within the categories chosen for them, and the chief everywhere."""
    return only(but={"editor": chosen, "chief": chief})


def public(route: str, *, get: int = 200, post: int = 405, at: str = "", state: str = "") -> Case:
    return Case(route, everybody(get), everybody(post), state=state, at=at)
