"""Inputs of the writing page. Each works without a script; `writing.js` makes some of them nicer."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from articles.models import Article, Author, Image
from articles.models.article import POINT, POINTS
from articles.pictures.renditions import Crop, shown
from articles.slugs import tidy

SIGNATURES = 4
"""So many names a by-line has room for; one that has more keeps them."""
PICKS = 4
RECENT = 11
_NUMBER = re.compile(r"(?:#?(\d{1,18})(?:\s.*)?|\S*?-(\d{1,18})/?(?:[?#]\S*)?)", re.DOTALL)


def article_number(words: str) -> int | None:
    """The article that somebody names: by its number, with or without words behind it, or by its address."""
    match = _NUMBER.fullmatch(words.strip())
    return int(match.group(1) or match.group(2)) if match else None


def named(row: Article) -> str:
    """As `article_number` understands it."""
    return f"{row.pk} – {row}"


class Headline(forms.Textarea):
    """Several lines to look at, one line to write."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return tidy(value) if isinstance(value, str) else value


class Several(forms.Widget):
    """Inputs of one name, one below the other; what is empty is left out."""

    use_fieldset = True
    rows = 0

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002  # a widget's signature
        values = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        return [found for value in values if (found := tidy(str(value)))]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002  # as above
        return name not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:  # noqa: ARG002  # as above
        return f"{id_}_0" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        values = [str(one) for one in value or ()]
        context["widget"]["values"] = values + [""] * (self.rows - len(values))
        return context


class Points(Several):
    template_name = "articles/desk/points.html"
    rows = POINTS

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["longest"] = POINT
        return context


class PointsField(forms.Field):
    """Answers a list; the model says how many and how long."""

    widget = Points

    def clean(self, value: Any) -> list[str]:
        return list(value or ())


class Signatures(Several):
    """A by-line in its order: a choice for each name."""

    template_name = "articles/desk/signatures.html"
    rows = SIGNATURES
    choices: Sequence[tuple[int, str]] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["choices"] = [(str(pk), label) for pk, label in self.choices]
        return context


class SignaturesField(forms.Field):
    """Answers ids, in order, each once."""

    widget: Any = Signatures

    def offer(self, language: str) -> None:
        authors = [(row.pk, row.text(language).name or row.slug) for row in Author.objects.pickable().with_texts()]
        self.widget.choices = sorted(authors, key=lambda pair: (pair[1].casefold(), pair[0]))

    def clean(self, value: Any) -> list[int]:
        known = {str(pk): pk for pk, _label in self.widget.choices}
        if any(one not in known for one in value or ()):
            raise ValidationError(_("One of these authors isn’t there any more. Choose again who signs."), code="gone")
        return list(dict.fromkeys(known[one] for one in value or ()))


class Picks(Several):
    """Articles by number or address; the script offers titles while somebody types."""

    template_name = "articles/desk/picks.html"
    rows = PICKS


class PicksField(forms.Field):
    """Answers ids, in order; `among` are the articles that the person may see or readers have."""

    widget = Picks
    among: Any = None

    @staticmethod
    def told(rows: Iterable[Article]) -> list[str]:
        return [named(row) for row in rows]

    def clean(self, value: Any) -> list[int]:
        found = []
        for words in value or ():
            number = article_number(words)
            if number is None:
                message = _("“%(words)s” is no article. Choose one from the list, or paste its address.")
                raise ValidationError(message, code="unknown", params={"words": words})
            found.append(number)
        known = set(self.among.filter(pk__in=found).values_list("pk", flat=True)) if found else set()
        if missing := [pk for pk in found if pk not in known]:
            message = _("There is no article with the number %(number)s.")
            raise ValidationError(message, code="unknown", params={"number": missing[0]})
        return list(dict.fromkeys(found))


class Pictures(forms.RadioSelect):
    """The one in use, the latest of the library, and none; the script finds others."""

    template_name = "articles/desk/pictures.html"
    language = "fr"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = str(value or "")
        pk = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 19 else 0
        latest = list(Image.objects.with_texts()[:RECENT])
        if pk and pk not in {row.pk for row in latest}:
            latest = [*Image.objects.filter(pk=pk).with_texts(), *latest]
        options: list[dict[str, Any]] = [
            {"image": row, "chosen": row.pk == pk, "words": row.text(self.language)} for row in latest
        ]
        for option in options:
            option["thumb"] = shown(option["image"], Crop.CLASSIC).small_url
        context["widget"] |= {"pictures": options, "none": not any(option["chosen"] for option in options)}
        return context

    def _option(self, image: Image, *, chosen: bool) -> dict[str, Any]:
        thumb = shown(image, Crop.CLASSIC).small_url
        return {"image": image, "chosen": chosen, "words": image.text(self.language), "thumb": thumb}
