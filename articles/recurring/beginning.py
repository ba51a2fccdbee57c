"""The writing page of a new article, filled in: `?template=3`, `?like=12`. Nothing is stored before it is saved."""

from typing import Any

from django.http import Http404, HttpRequest

from articles.ledger.document import Document
from articles.models import Article, Category, Image, PieceTemplate, Tag
from articles.models.article import ArticleQuerySet
from articles.recurring.verbs import fit
from newsroom.core.models import User

TEMPLATE, LIKE = "template", "like"


def initial(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the form shows; empty where nothing is asked for. Raises Http404 for what isn't there for this person."""
    found = _source(request, user)
    return of(fit(found), user) if found else {}


def of(document: Document, user: User) -> dict[str, Any]:
    """The form's values. What has been deleted since is left out."""
    use, facts = document.picture, {name: getattr(document, name) for name in _PLAIN}
    facts |= {"points": list(document.points), "category": document.category, "categories": _known(document)}
    facts["tags"] = ", ".join(Tag.objects.filter(pk__in=document.tags).order_by("name").values_list("name", flat=True))
    picked: ArticleQuerySet = Article.objects.visible_to(user).filter(pk__in=document.related)
    rows = {row.pk: row for row in picked}
    facts["related"] = [f"{pk} – {rows[pk]}" for pk in document.related if pk in rows]
    if use and Image.objects.filter(pk=use.image).exists():
        facts |= {"picture": use.image, "picture_alt": use.alt, "picture_caption": use.caption}
    return facts


_PLAIN = ("language", "kind", "title", "standfirst", "body")


def _known(document: Document) -> list[int]:
    return list(Category.objects.filter(pk__in=document.categories).values_list("pk", flat=True))


def _source(request: HttpRequest, user: User) -> Document | None:
    if TEMPLATE in request.GET:
        template = PieceTemplate.objects.filter(pk=_number(request.GET[TEMPLATE])).first()
        found = template.document if template else None
    elif LIKE in request.GET:
        article = Article.objects.visible_to(user).filter(pk=_number(request.GET[LIKE])).first()
        found = article.document() if article else None
    else:
        return None
    if found is None:
        raise Http404
    return found


def _number(value: str) -> int:
    """Zero, which is nobody's, for what is no number."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else 0
