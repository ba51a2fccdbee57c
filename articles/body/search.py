"""What the pickers find: articles that are live or planned, and pictures that may be shown.

Words are compared without accents, case, harakat or the spellings of alef that people mix, on either database.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, CategoryText, Image, ImageText, PublishedVersion
from articles.models.ledger import PublishedVersionQuerySet
from articles.pictures.renditions import Crop, shown
from newsroom.core.models import User

MOST, WORDS, LONGEST = 20, 6, 80
Found = list[dict[str, Any]]

_ALIKE = ("اأإآٱ", "يىئ", "ةه", "وؤ", "aàáâãäåā", "eèéêëēė", "iìíîïī", "oòóôõöøō", "uùúûüū", "cç", "nñ", "yýÿ", "sšṣ")
_KIN: Mapping[str, str] = {letter: letters + letters.upper() for letters in _ALIKE for letter in letters}
_ARABIC_MARKS = "[\u0640\u064b-\u065f\u0670]*"
_ADDRESS = re.compile(r"(?:https?://|/)\S*?-(\d{1,18})/?(?:[?#]\S*)?")


def pattern(word: str) -> str:
    """A regular expression that Python and PostgreSQL read alike, for one word however it is accented."""
    parts = []
    for letter in unicodedata.normalize("NFC", word).lower():
        if unicodedata.category(letter) == "Mn" or letter == "\u0640":
            continue
        kin = _KIN.get(letter) or "".join(dict.fromkeys((letter, letter.upper()[:1])))
        parts.append(f"[{kin}]" if letter.isalnum() else re.escape(letter))
        if "\u0600" <= letter <= "\u06ff":
            parts.append(_ARABIC_MARKS)
    return "".join(parts).replace(f"[{_KIN['o']}][{_KIN['e']}]", f"(?:[{_KIN['o']}][{_KIN['e']}]|œ|Œ)")


def patterns(query: str) -> list[str]:
    """One for each word; what is found holds all of them."""
    words = query[:LONGEST].replace("œ", "oe").replace("Œ", "oe").replace("\0", " ").replace("'", "’").split()
    return [found.replace("’", "['’]") for word in words[:WORDS] if (found := pattern(word))]


# -- Articles ----------------------------------------------------------------------------------------------------------
def articles(user: User, query: str, *, at: datetime, language: str = "", besides: int | None = None) -> Found:
    """Those that readers have, and of those to come what `user` may open; the text's own language first. One query.

    Each stands there once, with what readers see of it now or will see first.
    """
    rows = _public(user, at).exclude(article=besides)
    if address := _ADDRESS.fullmatch(unquote(query.strip())):
        rows = rows.filter(article=int(address.group(1)))
    else:
        for words in patterns(query):
            rows = rows.filter(title__regex=words)
    own = Case(When(language=language, then=Value(0)), default=Value(1))
    return [_article(row, at) for row in rows.order_by(own, "-live_from", "-article_id")[:MOST]]


def articles_of(user: User, ids: Collection[int], *, at: datetime) -> Found:
    """What is known of articles that a text points at; those that `user` may not see aren't there."""
    found = [_article(row, at) for row in _public(user, at).filter(article__in=ids)]
    rest = set(ids) - {row["id"] for row in found}
    drafts = Article.objects.visible_to(user).filter(pk__in=rest).only("title", "language") if rest else ()
    return found + [
        {
            "id": draft.pk,
            "title": str(draft),
            "language": draft.language,
            "section": "",
            "state": "draft",
            "said": _("Not public"),
        }
        for draft in drafts
    ]


def _public(user: User, at: datetime) -> PublishedVersionQuerySet:
    sooner = PublishedVersion.objects.not_over(at).filter(
        article=OuterRef("article"), live_from__lt=OuterRef("live_from")
    )
    section = CategoryText.objects.filter(category=OuterRef("category"), language=OuterRef("language"))
    seen = Q(live_from__lte=at) | Q(article__in=Article.objects.visible_to(user).values("pk"))
    rows = PublishedVersion.objects.not_over(at).filter(seen, ~Exists(sooner)).with_addresses().defer("data")
    return rows.annotate(section=Subquery(section.values("name")[:1]))


def _article(row: Any, at: datetime) -> dict[str, Any]:
    live = row.live_from <= at
    day = date_format(timezone.localtime(row.first_published_at if live else row.live_from), "SHORT_DATETIME_FORMAT")
    return {
        "id": row.article_id,
        "title": row.title,
        "language": row.language,
        "section": row.section or "",
        "state": "live" if live else "coming",
        "said": (_("Live since %(day)s") if live else _("Planned for %(day)s")) % {"day": day},
        "url": row.get_absolute_url() if live else "",
    }


# -- Pictures ----------------------------------------------------------------------------------------------------------
def images(query: str, *, on: date, language: str) -> Found:
    """Those whose licence hasn't ended, the latest first, with the words that a use in `language` starts with."""
    rows = Image.objects.licensed(on)
    for words in patterns(query):
        texts = ImageText.objects.filter(Q(alt__regex=words) | Q(caption__regex=words), image=OuterRef("pk"))
        rows = rows.filter(Q(name__regex=words) | Q(credit__regex=words) | Q(Exists(texts)))
    return [_image(row, on, language) for row in rows.order_by("-pk").with_texts()[:MOST]]


def images_of(ids: Collection[int], *, on: date, language: str) -> Found:
    return [_image(row, on, language) for row in Image.objects.filter(pk__in=ids).with_texts()]


def _image(row: Image, on: date, language: str) -> dict[str, Any]:
    """With what a window needs in which its focal point is set: the whole picture, its size, the point."""
    words, ended = row.text(language), row.licence_ends_on is not None and row.licence_ends_on < on
    return {
        "id": row.pk,
        "title": row.name,
        "credit": row.credit,
        "alt": words.alt,
        "caption": words.caption,
        "thumb": shown(row, Crop.CLASSIC).small_url,
        "whole": shown(row).url,
        "size": [row.width, row.height],
        "focal": [row.focal_x, row.focal_y],
        "state": "over" if ended else "",
        "said": _("Its licence has ended: readers don’t see it.") if ended else row.credit,
    }
