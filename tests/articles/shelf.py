"""A page store that keeps each page for as long as what the page is made from says, and finds out where that is wrong.

It knows of a page only its recipe, and of the newsroom's doings only what was written for stores to read: so whatever
it serves that isn't what a fresh render gives is a page that readers would get stale.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone, translation

from articles import addresses
from articles.models import Author, CategoryText, Listing, PublishedVersion, StaticPage, Tag, Target
from articles.pages import words
from newsroom.core.models import ChangedKey
from newsroom.core.pagestore import EVERYTHING

TICK = timedelta(microseconds=1)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
_OLDER = re.compile(r'<a class="older" href="(\?before=[^"]*)"')


@dataclass
class Copy:
    """A stored page."""

    body: str
    keys: frozenset[str]
    stale_at: datetime | None
    gone_at: datetime | None = None
    is_fresh: bool = True

    def is_served(self, at: datetime) -> bool:
        return self.is_fresh and (self.stale_at is None or at < self.stale_at)

    def is_kept(self, at: datetime) -> bool:
        """Whether it may be served while the database is away."""
        return self.gone_at is None or at < self.gone_at


@dataclass
class Shelf:
    copies: dict[str, Copy] = field(default_factory=dict)
    due: list[tuple[str, datetime, bool]] = field(default_factory=list)
    """What is known to change and when, and whether it is hidden then."""
    seen: int = 0
    needless: list[str] = field(default_factory=list)
    """Pages that were rendered anew since the last look, and were the same."""

    def look(self) -> list[str]:
        """Every public page as readers get it now; answers those that changed.

        Fails where one that would be served is not what it would be if it were made now.
        """
        self.drain()
        at, changed = timezone.now(), []
        self.needless = []
        waiting = sorted(set(everywhere()) | self.copies.keys(), reverse=True)
        known = set(waiting)
        while waiting:
            path = waiting.pop()
            copy, fresh = self.copies.get(path), self._render(path, at)
            if self._compare(path, copy, fresh, at):
                changed.append(path)
            if fresh and (link := older(fresh.body)) and (further := path.partition("?")[0] + link) not in known:
                known.add(further)
                waiting.append(further)
        return changed

    def _compare(self, path: str, copy: Copy | None, fresh: Copy | None, at: datetime) -> bool:
        """Whether a page that was stored before had to be made anew, and is another; fails where it is stale."""
        if copy and copy.is_served(at):
            assert fresh is not None, f"{path} isn't there any more, and would be served"
            assert fresh.body == copy.body, f"{path} is stale: {difference(copy.body, fresh.body)}"
            return False
        if fresh is None or not fresh.is_served(at):
            was_there = bool(copy and copy.is_fresh)
            self._forget(path)
            return was_there
        self.copies[path] = fresh
        is_same = bool(copy and copy.is_fresh and copy.body == fresh.body)
        self.needless += [path] if is_same else []
        return bool(copy) and not is_same

    def drain(self) -> None:
        """Take in what was told since the last time."""
        at = timezone.now()
        for row in ChangedKey.objects.filter(pk__gt=self.seen).order_by("pk"):
            self.seen = row.pk
            instant = row.due_at or at
            self.due.append((row.key, instant, row.hides))
            for copy in self._made_from(row.key):
                _spoil(copy, instant, hides=row.hides)

    def copies_for_an_outage(self) -> dict[str, str]:
        """What would be served, and is what was there last, if the database went away now."""
        at = timezone.now()
        return {path: copy.body for path, copy in self.copies.items() if copy.is_kept(at)}

    def _made_from(self, key: str) -> list[Copy]:
        return [copy for copy in self.copies.values() if key == EVERYTHING or key in copy.keys]

    def _render(self, path: str, at: datetime) -> Copy | None:
        answer = answer_to(path)
        if answer is None or answer.status_code != 200:
            return None
        recipe = answer.recipe
        assert recipe.storable, path
        copy = Copy(answer.content.decode(), frozenset(recipe.keys), recipe.until)
        for key, instant, hides in self.due:
            if instant > at and key in copy.keys:
                _spoil(copy, instant, hides=hides)
        return copy

    def _forget(self, path: str) -> None:
        """There is no such page, or none that is kept; its last copy stays for an outage, as it does in a store."""
        if path in self.copies:
            self.copies[path].is_fresh = False


def _spoil(copy: Copy, instant: datetime, *, hides: bool) -> None:
    copy.stale_at = min(copy.stale_at or instant, instant)
    if hides:
        copy.gone_at = min(copy.gone_at or instant, instant)


def answer_to(path: str) -> Any:
    """What the view says, without the layers around it, which say the same of every page; None for 404."""
    request = RequestFactory().get(path)
    with translation.override(translation.get_language_from_path(request.path) or settings.LANGUAGE_CODE):
        try:
            view = resolve(request.path)
            return view.func(request, *view.args, **view.kwargs)
        except Http404:
            return None


def everywhere() -> Iterator[str]:
    """The address of everything that readers can find now, older parts of lists as long as they lead on."""
    for language in LANGUAGES:
        yield addresses.in_language(language, "front")
        yield addresses.in_language(language, "colophon")
        yield from archives(language)
        yield addresses.in_language(language, "corrections")
        listed = Listing.objects.filter(target=Target.AUTHOR, language=language)
        for author in Author.objects.filter(pk__in=listed.values("target_id")):
            yield addresses.in_language(language, "author", slug=author.slug)
    for text in CategoryText.objects.all():
        yield addresses.in_language(text.language, "place", slug=text.slug)
    for page in StaticPage.objects.published():
        yield addresses.in_language(page.language, "place", slug=page.slug)
    for tag in Tag.objects.all():
        yield addresses.in_language(tag.language, "tag", slug=tag.slug)
    for version in PublishedVersion.objects.live().with_addresses():
        yield version.get_absolute_url()


def archives(language: str) -> Iterator[str]:
    """The pages by date of all that was ever listed, from the years down to the days."""
    yield addresses.in_language(language, "archive")
    listed = Listing.objects.filter(target=Target.PAPER, language=language)
    for day in {words.day(at) for at in listed.values_list("published_at", flat=True)}:
        parts = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}
        for name in ("year", "month", "day"):
            known = {part: parts[part] for part in list(parts)[: list(parts).index(name) + 1]}
            yield addresses.in_language(language, f"archive_{name}", **known)


def older(body: str) -> str:
    """The link to the next part of a list, as it stands in the address; empty on the last."""
    found = _OLDER.search(body)
    return found[1] if found else ""


def difference(before: str, after: str) -> str:
    """Where two bodies part."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((f"{old!r} is now {new!r}" for old, new in pairs if old != new), "one goes on where the other ends")


def instants(shelf: Shelf, others: Iterable[datetime], *, after: datetime) -> list[datetime]:
    """Just before and at each instant to come that somebody has told, and each of `others`."""
    shelf.drain()
    edges = {instant for _key, instant, _hides in shelf.due} | set(others)
    edges |= {copy.stale_at for copy in shelf.copies.values() if copy.stale_at}
    return sorted(moment for edge in edges if edge > after for moment in (edge - TICK, edge))
