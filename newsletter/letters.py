"""What an edition says: the same for the preview, the test mail and every reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from articles.models import CategoryText, Kind, PublishedVersion
from articles.pages import words
from articles.pages.components import reading
from newsletter import addresses
from newsletter.models import Edition, EditionItem, Subscription
from newsroom.core.links import absolute
from newsroom.core.typography import set_plain

TEMPLATE = "newsletter_edition"


@dataclass(frozen=True)
class Story:
    """An item with what readers get of it; None: nothing, the article isn't online."""

    item: EditionItem
    version: PublishedVersion | None


def stories(edition: Edition, *, at: datetime | None = None) -> list[Story]:
    """Three queries at most, in the edition's order.

    Of a draft the versions that are live, of a sent edition those that it was sent with; either only while the article
    is online: a withdrawn one is in no mail from that instant on.
    """
    items = list(edition.items.all())
    articles = [item.article_id for item in items]
    live = {row.article_id: row for row in _rows(PublishedVersion.objects.live(at).filter(article__in=articles))}
    if not edition.is_draft:
        sent = _rows(PublishedVersion.objects.filter(pk__in=[item.version_id for item in items]))
        live = {row.article_id: row for row in sent if row.article_id in live}
    return [Story(item, live.get(item.article_id)) for item in items]


def _rows(versions: Any) -> Iterable[PublishedVersion]:
    return versions.with_addresses().defer("data")  # type: ignore[no-any-return]  # a query set of versions


def context(edition: Edition, told: Iterable[Story], *, at: datetime | None = None) -> dict[str, Any]:
    """All but the reader's own link, as JSON. `edition.newsletter` is read."""
    versions = [story.version for story in told if story.version]
    language = edition.newsletter.language
    sections = dict(
        CategoryText.objects.filter(
            category__in={version.category_id for version in versions}, language=language
        ).values_list("category", "name")
    )
    with override(language):
        day = words.written(words.day(edition.sent_at or at or timezone.now()), "l j F Y")
        shown = [_shown(version, sections) for version in versions]
    return {
        "newsletter": edition.newsletter.name,
        "heading": set_plain(edition.subject, language),
        "day": day,
        "intro": [set_plain(part, language) for part in _paragraphs(edition.intro)],
        "stories": shown,
        "is_test": False,
    }


def _paragraphs(plain: str) -> list[str]:
    return [part.strip() for part in plain.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _shown(version: PublishedVersion, sections: dict[int, str]) -> dict[str, Any]:
    return {
        "title": set_plain(version.title, version.language),
        "excerpt": set_plain(version.excerpt, version.language),
        "reading": reading(version),
        "link": absolute(version.get_absolute_url()),
        "section": set_plain(sections.get(version.category_id or 0, ""), version.language),
        "kind": Kind(version.kind).label_for_readers,
    }


def for_reader(shared: dict[str, Any], subscription: Subscription) -> tuple[dict[str, Any], dict[str, str]]:
    """Context and headers of one reader's mail. RFC 8058: one https address, to which a bare POST is enough."""
    link = addresses.unsubscription(subscription)
    headers = {
        "List-Id": addresses.list_id(subscription.newsletter),
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return {**shared, "link": link}, headers


def for_the_newsroom(shared: dict[str, Any], language: str) -> dict[str, Any]:
    """The context of previews and test mails: nobody is unsubscribed by them."""
    return {**shared, "link": addresses.sign_up(language), "is_test": True}
