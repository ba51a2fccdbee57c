"""The words in which pages say what they are made from, and verbs what they changed.

A key stands for everything that readers may see of a thing. One that is missing on a page makes it stale; one too many
costs a render.
"""

import hashlib

EVERYTHING = "everything"
"""Every page is made from it."""
MANY = "many"
"""At a CDN: pages with more keys than a header takes. They are forgotten with every change."""


def article(pk: int) -> str:
    """Its page and every card of it; what is withdrawn is hidden by this key."""
    return f"article:{pk}"


def listing(target: str, pk: int, language: str) -> str:
    """Which articles stand in a list, and in which order. `target` is a value of articles.models.Target."""
    return f"list:{target}:{pk}:{language}"


def archive(language: str, period: str = "") -> str:
    """Which stories came out in a language: on a day (`2026-11-28`), in a month (`2026-11`), in a year, ever."""
    return f"archive:{language}:{period}"


def corrections(language: str) -> str:
    """Which notes to readers stand on the page of corrections, and in which order."""
    return f"corrections:{language}"


def shell() -> str:
    """What all pages share: masthead, navigation, footer, names and colours of categories."""
    return "shell"


def page(pk: int) -> str:
    return f"page:{pk}"


def author(pk: int) -> str:
    return f"author:{pk}"


def tag(pk: int) -> str:
    return f"tag:{pk}"


def image(pk: int) -> str:
    return f"image:{pk}"


def comments(article_pk: int) -> str:
    """The comments below an article, their number, and whether it takes any."""
    return f"comments:{article_pk}"


def address(path: str) -> str:
    """The page at this path, or path and query; every page is made from its own."""
    return f"address:{hashlib.sha256(path.encode(errors='surrogatepass')).hexdigest()[:32]}"


def newsletter() -> str:
    """The box that offers it."""
    return "newsletter"
