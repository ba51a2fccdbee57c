"""Addresses to pages: GET and HEAD, the same for everybody, from the path alone.

Where a page has moved, the answer is 301 to where it is now, without the query string.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import addresses
from articles.body import render
from articles.categories.tree import Section
from articles.models import Address, Author, Category, StaticPage, Tag, Target
from articles.pages import answers, front, lists, story
from articles.pages.words import direction, today
from articles.shell import shell_of
from articles.translations.tags import same_as
from newsroom.core.pagestore import depends, keys, stored

_SLUG = re.compile(r"[\w-]{1,100}")


@require_safe
@stored()
def front_page(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    found = front.load(shell_of(request).index, at=at)
    elsewhere = {code: addresses.in_language(code, "front") for code, _name in settings.LANGUAGES}
    template = "articles/front.html" if found else "articles/before.html"
    return _page(request, template, at, elsewhere=elsewhere, front=found)


@require_safe
@stored()
def colophon(request: HttpRequest) -> HttpResponse:
    elsewhere = {code: addresses.in_language(code, "colophon") for code, _name in settings.LANGUAGES}
    return _at(elsewhere[_language()], request) or _page(
        request, "articles/paper.html", timezone.now(), elsewhere=elsewhere
    )


@require_safe
@stored()
def article(request: HttpRequest, /, name: str, **_words: str) -> HttpResponse:
    """The number at the end of `name` finds the article; the words before it and the section may be of yesterday."""
    digits = name.rpartition("-")[2]
    if len(digits) > len(str(2**63)) - 1:
        raise Http404
    pk, at = int(digits), timezone.now()
    version = story.current(pk, at)
    if version is None:
        return _gone(request, pk, at)
    if moved := _at(version.get_absolute_url(), request):
        return moved
    found = story.load(version, shell_of(request).index, at=at)
    elsewhere = {**found.elsewhere, version.language: version.get_absolute_url()}
    return _page(request, "articles/article.html", at, story=found, elsewhere=elsewhere, here=_top(found.line))


def _gone(request: HttpRequest, article: int, at: datetime) -> HttpResponse:
    """410 for what readers once had, with the words chosen for them and nothing of it; what never was is 404."""
    found = answers.gone(article, at)
    if found is None:
        raise Http404
    context = {
        "withdrawal": found.withdrawal,
        "language": found.language,
        "direction": direction(found.language),
        "elsewhere": story.elsewhere(article, at),
    }
    return TemplateResponse(request, "articles/gone.html", context, status=410)


@require_safe
@stored(params=("before",))
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """A category or a static page: they share their first path segment. A former one leads to the current one."""
    slug, at = _slug(slug), timezone.now()
    found = Address.objects.filter(language=_language(), slug=slug).select_related("category", "staticpage").first()
    if found and found.category:
        return _category(request, found.category, at)
    if found and found.staticpage:
        return _static_page(request, found.staticpage, at)
    raise Http404


def _category(request: HttpRequest, category: Category, at: datetime) -> HttpResponse:
    index = shell_of(request).index
    section = index.shown.get(category.pk)
    if section is None:
        raise Http404
    elsewhere = {
        text.language: addresses.in_language(text.language, "place", slug=text.slug) for text in category.texts.all()
    }
    if moved := _at(elsewhere[index.language], request):
        return moved
    after = lists.read(request.GET.get("before", ""))
    page = lists.page(Target.CATEGORY, [category.pk], index, at=at, after=after)
    line = index.line(category.pk)
    context = {"section": section, "above": line[:-1], "page": page, "is_later": after is not None}
    return _page(request, "articles/category.html", at, elsewhere=elsewhere, here=_top(line), **context)


def _static_page(request: HttpRequest, page: StaticPage, at: datetime) -> HttpResponse:
    if not page.is_published:
        raise Http404
    depends(keys.page(page.pk))
    same = StaticPage.objects.telling_the_same(page).published().order_by("language")
    elsewhere = {one.language: addresses.in_language(one.language, "place", slug=one.slug) for one in same}
    return _at(elsewhere[page.language], request) or _page(
        request,
        "articles/static_page.html",
        at,
        elsewhere=elsewhere,
        page=page,
        body=render([page], at)[page.pk],
        is_contact=page.title.casefold() == _("Contact").casefold(),
    )


@require_safe
@stored(params=("before",))
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody's texts, while readers have any of them."""
    row = Author.objects.select_related("merged_into").filter(slug=_slug(slug)).first()
    if row is None:
        raise Http404
    shown, at, index = row.merged_into or row, timezone.now(), shell_of(request).index
    depends(keys.author(shown.pk))
    ids = [shown.pk, *shown.merged.values_list("pk", flat=True)]
    context = _list(request, Target.AUTHOR, ids, at)
    elsewhere = {
        code: addresses.in_language(code, "author", slug=shown.slug)
        for code in lists.languages(Target.AUTHOR, ids, at=at)
    }
    if moved := _at(elsewhere[index.language], request):
        return moved
    text = shown.text(index.language)
    return _page(request, "articles/author.html", at, elsewhere=elsewhere, text=text, **context)


@require_safe
@stored(params=("before",))
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """What bears a tag, while readers have any of it."""
    rows = Tag.objects.select_related("merged_into").filter(language=_language())
    row = rows.filter(slug=_slug(slug)).first()
    if row is None:
        raise Http404
    shown, at = row.merged_into or row, timezone.now()
    same = same_as(shown)
    depends(keys.tag(shown.pk), *(keys.tag(one.pk) for one in same))
    context = _list(request, Target.TAG, [shown.pk, *shown.merged.values_list("pk", flat=True)], at)
    elsewhere = {
        one.language: addresses.in_language(one.language, "tag", slug=one.slug)
        for one in (shown, *same)
        if one == shown or lists.languages(Target.TAG, [one.pk], at=at)
    }
    if moved := _at(elsewhere[shown.language], request):
        return moved
    return _page(request, "articles/tag.html", at, elsewhere=elsewhere, tag=shown, **context)


def _list(request: HttpRequest, target: Target, ids: Collection[int], at: datetime) -> dict[str, Any]:
    """A list that exists as long as there is something in it: raises Http404 where there isn't."""
    after = lists.read(request.GET.get("before", ""))
    page = lists.page(target, ids, shell_of(request).index, at=at, after=after)
    if not page.cards:
        raise Http404
    return {"page": page, "is_later": after is not None}


def _slug(raw: str) -> str:
    """As slugs are stored, however the address was typed. What can't be one leads nowhere: raises Http404."""
    slug = unicodedata.normalize("NFC", raw)
    if not _SLUG.fullmatch(slug):
        raise Http404
    return slug


def _at(path: str, request: HttpRequest) -> HttpResponse | None:
    """A redirect to where the page is, unless this is the place."""
    return None if unquote(path) == request.path else HttpResponsePermanentRedirect(path)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _top(line: Sequence[Section]) -> int | None:
    """The section of the navigation that a page belongs to."""
    return line[0].pk if line else None


def _page(
    request: HttpRequest,
    template: str,
    at: datetime,
    *,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
    **context: Any,
) -> HttpResponse:
    """`elsewhere`: the paths of this page in other languages, and its own."""
    return TemplateResponse(request, template, {**context, "elsewhere": elsewhere, "today": today(at)})
