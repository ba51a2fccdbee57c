"""The readers' pages that are judged: one line for each, and a test that no template of theirs is missing.

`at` is an address in the words of `Scene` (`{scene.section}`). A page that nobody can ask for – a breakdown – has none:
its template is rendered by itself, with `context`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

LANGUAGES = ("fr", "ar")


@dataclass(frozen=True)
class Page:
    name: str
    at: str = ""
    status: int = 200
    template: str = ""
    """Of a page without an address."""
    post: Mapping[str, str] | None = None
    """What a form sends there; what is judged is the answer to it."""
    context: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = LANGUAGES
    is_before: bool = False
    """Taken before the first story is published."""


_TYPED = MappingProxyType({"name": "Lina", "email": "lina", "comment": "Merci."})
_LATE = MappingProxyType({**_TYPED, "email": "lina@example.ma"})
_REPORTED = MappingProxyType({"text": "Faux.", "passage": "Le port", "email": "lina"})
STRESS = ("bare", "loaded", "wide", "gallery", "noisy")
KINDS = ("analysis", "opinion", "interview", "factcheck", "sponsored")

PAGES = (
    Page("before", "{scene.door}", is_before=True),
    Page("front", "{scene.door}", languages=(*LANGUAGES, "en")),
    Page("category", "{scene.section}"),
    Page("category-later", "{scene.later}"),
    Page("category-empty", "{scene.empty}"),
    Page("article", "{scene.article}", languages=(*LANGUAGES, "en")),
    *(Page(f"article-{kind}", f"{{scene.kinds[{kind}]}}") for kind in KINDS),
    Page("author", "{scene.author}"),
    Page("tag", "{scene.tag}"),
    Page("static-page", "{scene.static_page}"),
    Page("colophon", "{scene.door}colophon/"),
    Page("archive", "{scene.door}archives/"),
    Page("archive-year", "{scene.door}archives/{scene.day:%Y}/"),
    Page("archive-month", "{scene.door}archives/{scene.day:%Y/%m}/"),
    Page("archive-day", "{scene.door}archives/{scene.day:%Y/%m/%d}/"),
    Page("review", "{scene.review}"),
    Page("review-error", "{scene.review}", status=422, post={"name": ""}),
    Page("review-closed", "{scene.door}relecture/nonsense/", status=410),
    Page("corrections", "{scene.door}corrections/"),
    Page("discussion", "{scene.discussion}"),
    Page("discussion-reply", "{scene.discussion}?reply={scene.comment}"),
    Page("discussion-error", "{scene.discussion}", status=422, post=_TYPED),
    Page("discussion-closed", "{scene.closed}", status=410, post=_LATE),
    Page("receipt", "{scene.receipt}"),
    Page("receipt-published", "{scene.receipt_published}"),
    Page("report", "{scene.report}?passage=Le+port"),
    Page("report-error", "{scene.report}", status=422, post=_REPORTED),
    Page("report-closed", "{scene.report_closed}", status=410, post=_REPORTED),
    Page("report-receipt", "{scene.report_receipt}"),
    Page("report-fixed", "{scene.report_fixed}"),
    Page("newsletter", "{scene.door}newsletter/"),
    Page("newsletter-error", "{scene.door}newsletter/", status=422, post={"email": "lina"}),
    Page("newsletter-asked", "{scene.door}newsletter/asked/"),
    Page("newsletter-confirm", "{scene.confirm}"),
    Page("newsletter-confirmed", "{scene.confirmed}"),
    Page("newsletter-expired", "{scene.expired}", status=410),
    Page("newsletter-leave", "{scene.leave}"),
    Page("newsletter-left", "{scene.left}"),
    Page("newsletter-closed", "{scene.door}newsletter/confirm/nonsense/", status=410),
    Page("gone", "{scene.gone}", status=410),
    Page("missing", "{scene.door}nowhere/", status=404),
    Page("broken-request", template="400.html", status=400),
    Page("breakdown", template="500.html", status=500),
    Page("outage", template="503.html", status=503),
    Page("outage-form", template="503.html", status=503, context={"sent": True}),
    # Every picture, table and word that an editor can think of.
    *(Page(f"stress-{name}", f"{{scene.stress[{name}]}}", languages=("fr",)) for name in STRESS),
    Page("stress-front", "{scene.section}", languages=("fr",)),
)
