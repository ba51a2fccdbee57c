"""Who can be named in a note, and whom a text names."""

import re

from django.db.models import Q

from articles.models import Article
from newsroom.core.models import User
from newsroom.core.models.user import UserQuerySet

PERMISSION = "articles.view_article"


def colleagues(user: User) -> UserQuerySet:
    """Whom `user` may name: everybody at work here who reads articles in the office, but themselves."""
    app, _dot, codename = PERMISSION.partition(".")
    granted = Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app)
    rows: UserQuerySet = User.objects.manageable_by(user).active().joined()
    return rows.filter(granted | Q(is_superuser=True)).exclude(pk=user.pk).distinct()


def named_in(text: str, among: UserQuerySet, *, ticked: set[int]) -> list[User]:
    """Those whose `@Name` stands in the text, and those who were ticked. Of two with one name, it is the ticked one."""
    by_name: dict[str, list[User]] = {}
    for person in among:
        by_name.setdefault(str(person).casefold(), []).append(person)
    pattern = _pattern(list(by_name))
    found = [person for people in by_name.values() for person in people if person.pk in ticked]
    for name in pattern.findall(text.casefold()) if pattern else ():
        # Whoever ignores case takes an i without its dot for one: what was found may be nobody's name to the letter.
        people = by_name.get(name, [])
        found += [] if any(person.pk in ticked for person in people) else people
    return list({person.pk: person for person in found}.values())


def marked(text: str, people: list[User]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is the name of one of these people."""
    pattern = _pattern([str(person) for person in people])
    if pattern is None:
        return [(text, False)]
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [(text[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def who_works_on(article: Article) -> UserQuerySet:
    """Who began it, and who signs it."""
    signing = Q(author__in=article.bylines.values("author"))
    rows: UserQuerySet = User.objects.filter(Q(pk=article.created_by_id) | signing)
    return rows.distinct()


def _pattern(names: list[str]) -> re.Pattern[str] | None:
    """Longer names first: “@Nadia Chraïbi” is not “@Nadia”."""
    words = sorted((re.escape(name) for name in names if name), key=len, reverse=True)
    return re.compile(rf"(?<!\w)@({'|'.join(words)})(?!\w)", re.IGNORECASE) if words else None
