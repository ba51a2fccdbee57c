"""The places of the office that one person sees, and where they are."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from newsroom.core.desk.lists import told
from newsroom.core.registry import Place, Words, places


@dataclass(frozen=True)
class Link:
    label: Words
    icon: str
    url: str
    count: int = 0
    current: bool = False

    @property
    def told(self) -> str:
        return told(self.count)


BAR = 5
"""So many places stand at the foot of a phone's screen (`small.css` hides the others); the rest is under “More”."""


def visible(request: HttpRequest) -> list[Place]:
    return [place for place in places if not place.permission or request.user.has_perm(place.permission)]


def current_url(path: str, urls: list[str]) -> str:
    """The address under which `path` lies; the office's own front page is current only where it is meant."""
    front = reverse("admin:index")
    under = [url for url in urls if path == url or (url != front and path.startswith(url))]
    return max(under, key=len, default="")


def navigation(request: HttpRequest, *, found: bool = True) -> dict[str, list[Link]]:
    """Links by group: `main` and `second`; `more` is what a phone shows under that word.

    Where nothing was `found`, none is current.
    """
    shown = [(place, reverse(place.view)) for place in visible(request)]
    here = current_url(request.path, [url for _place, url in shown]) if found else ""
    groups: dict[str, list[Link]] = {"main": [], "second": []}
    for place, url in shown:
        count = place.count(request) if place.count else 0
        groups["second" if place.second else "main"].append(Link(place.label, place.icon, url, count, url == here))
    return groups | {"more": [*groups["main"][BAR:], *groups["second"]]}
