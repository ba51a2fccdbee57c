"""The writing page's form, where somebody saved meanwhile."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.body.forms import LONGEST
from articles.compare.meeting import Answer, Meeting, meet
from articles.desk.verbs import named
from articles.ledger.document import Document, PictureUse
from articles.models import Article, Category, Image, Tag
from articles.office.widgets import PicksField
from newsroom.core.html import sanitise
from newsroom.core.models import User

PLAIN = ("title", "standfirst", "body", "language", "kind", "slug")


class MeetsOthers(forms.ModelForm[Article]):
    """`meeting` is set where what was typed can't be saved before its writer has looked at what others saved."""

    person: User
    meeting: Meeting | None = None
    shown: int = 0

    def meet_others(self, cleaned: dict[str, Any], stored: Article) -> None:
        """`stored` is locked. Where choices were made, `cleaned` holds from here on what they make of the text."""
        typed, tags = document_of(cleaned)
        mine = self.data.get("merge-mine", "")
        answer = Answer.read(self.data, sanitise(mine) if len(mine) <= LONGEST else typed.body)
        seen, sitting = cleaned.get("seen"), _uuid(self.data.get("sitting", ""))
        outcome = meet(stored, typed, by=self.person, seen=seen, answer=answer, sitting=sitting)
        self.meeting, self.shown = outcome.meeting, stored.version
        if outcome.document is not None:
            cleaned.update(cleaned_of(outcome.document, tags) if outcome.document != typed else {})
        elif outcome.meeting is not None:
            if answer.shown != stored.version:
                self._show(outcome.meeting.merge.document, tags)
            self.add_error(None, _refusal(outcome.meeting))

    def _show(self, document: Document, tags: dict[int, Tag]) -> None:
        """Put a document into the form as if it had been typed."""
        use = document.picture or PictureUse(0)
        rows = {row.pk: row for row in Tag.objects.filter(pk__in=document.tags)} | tags
        picked = {row.pk: row for row in Article.objects.filter(pk__in=document.related)}
        self.show_values(
            **{name: [getattr(document, name)] for name in PLAIN},
            points=document.points,
            picture=[use.image or ""],
            picture_alt=[use.alt],
            picture_caption=[use.caption],
            category=[document.category or ""],
            categories=document.categories,
            authors=document.authors,
            tags=[", ".join(rows[pk].name for pk in document.tags if pk in rows)],
            related=PicksField.told(picked[pk] for pk in document.related if pk in picked),
        )

    def show_values(self, **found: Any) -> None:
        """Put values into the form as if they had been typed, several to a name."""
        data = QueryDict(mutable=True)
        data.update(self.data)  # keeps every value of a field that has several
        for name, several in found.items():
            data.setlist(self.add_prefix(name), [str(value) for value in several])
        self.data = data


def document_of(cleaned: dict[str, Any]) -> tuple[Document, dict[int, Tag]]:
    """What was typed, as saving it would make it; and its tags, those that aren't stored yet by negative numbers."""
    tags = {row.pk or -number: row for number, row in enumerate(cleaned["tags"], start=1)}
    category, image = cleaned.get("category"), cleaned.get("picture")
    use = PictureUse(image.pk, cleaned["picture_alt"], cleaned["picture_caption"]) if image else None
    title, slug, points = named(cleaned["title"], cleaned["slug"], cleaned["points"])
    document = Document(
        **{name: cleaned[name] for name in ("language", "kind", "standfirst", "body")},
        title=title,
        slug=slug,
        points=tuple(points),
        picture=use,
        category=category.pk if category else None,
        categories=tuple(sorted(row.pk for row in cleaned["categories"] if row != category)),
        authors=tuple(cleaned["authors"]),
        tags=tuple(sorted(tags)),
        related=tuple(cleaned["related"]),
    )
    return document, tags


def cleaned_of(document: Document, tags: dict[int, Tag]) -> dict[str, Any]:
    """The other way round: what has been deleted meanwhile is left out."""
    use = document.picture
    rows = {row.pk: row for row in Tag.objects.filter(pk__in=document.tags)} | tags
    return {
        **{name: getattr(document, name) for name in PLAIN},
        "points": list(document.points),
        "picture": Image.objects.filter(pk=use.image).first() if use else None,
        "picture_alt": use.alt if use else "",
        "picture_caption": use.caption if use else "",
        "category": Category.objects.filter(pk=document.category or 0).first(),
        "categories": Category.objects.filter(pk__in=document.categories),
        "authors": list(document.authors),
        "tags": [rows[pk] for pk in document.tags if pk in rows],
        "related": list(document.related),
    }


def _refusal(meeting: Meeting) -> ValidationError:
    when = date_format(timezone.localtime(meeting.when), "SHORT_DATETIME_FORMAT") if meeting.when else ""
    params = {"who": meeting.who or _("Somebody"), "when": when}
    if meeting.open:
        words = _("Choose between your words and theirs wherever both changed the same; nothing is saved before.")
    elif meeting.alone:
        words = _(
            "You saved this article yourself on %(when)s, in another window, while you had it open here. Nothing is "
            "saved from this window yet, and nothing is lost."
        )
    else:
        words = _(
            "%(who)s saved this article on %(when)s, while you had it open. Nothing of yours is saved yet, and nothing "
            "is lost."
        )
    return ValidationError(words, code="stale", params=params)


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
