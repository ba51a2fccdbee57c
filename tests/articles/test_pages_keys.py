"""No page is served that would be another if it were made now, whatever the newsroom does and whenever."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from articles import static_pages
from articles.categories import verbs as tree
from articles.ledger import verbs
from articles.ledger.document import PictureUse
from articles.models import Category, CategoryText, Change, StaticPage
from articles.pictures import verbs as library
from articles.translations.tags import match
from comments.models import Comment
from newsroom.core.models import PublicationText
from tests.articles import paper, stories
from tests.articles.paper import DAY, Paper, change, live, put
from tests.articles.shelf import Shelf
from tests.articles.test_office_people import author_form
from tests.comments import people
from tests.core.test_publication_in_the_office import form as publication_form

pytestmark = pytest.mark.django_db
HOUR = stories.HOUR
Deed = Callable[[Paper], object]


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(stories.NOON, tick=False) as traveller:
        yield traveller


def visible(comment: Comment) -> Any:
    return Comment.objects.filter(pk=comment.pk)


def colour(p: Paper) -> None:
    p.sport.colour = "#123456"
    tree.write(p.sport, by=None)


def new_section(p: Paper) -> None:
    tree.write(Category(parent=p.maroc), [CategoryText(language="fr", name="Fès", slug="fes")], by=None)


def unnamed_in_arabic(p: Paper) -> None:
    tree.write(p.maroc, removed=[p.maroc.texts.get(language="ar")], by=None)


def page_with(**fields: Any) -> Deed:
    def write(p: Paper) -> None:
        for name, value in fields.items():
            setattr(p.page, name, value)
        static_pages.write(p.page, by=None)

    return write


def translate_page(p: Paper) -> None:
    page = StaticPage(language="en", title="Legal", slug="legal", is_published=True, translation_of=p.page)
    static_pages.write(page, by=None)


def publish_page(p: Paper) -> None:
    p.draft_page.is_published = True
    static_pages.write(p.draft_page, by=None)


def picture(**fields: Any) -> Deed:
    def alter(p: Paper) -> None:
        for name, value in fields.items():
            setattr(p.photo, name, value)
        library.change(p.photo, list(fields), by=None)

    return alter


def author_in_the_office(p: Paper) -> None:
    text = p.nadia.texts.get()
    facts = {"id": text.pk, "author": p.nadia.pk, "language": "fr", "name": "Nadia D", "role": "", "biography": ""}
    data = {**author_form(), "slug": "nadia-d", "texts-INITIAL_FORMS": 1}
    data |= {f"texts-0-{name}": value for name, value in facts.items()}
    data |= {"texts-1-language": "ar", "texts-2-language": "en"}
    assert p.client.post(f"/admin/articles/author/{p.nadia.pk}/change/", data).status_code == 302


def tag_in_the_office(p: Paper) -> None:
    data = {"language": "fr", "name": "Gaz naturel", "slug": "gaz"}
    assert p.client.post(f"/admin/articles/tag/{p.gas.pk}/change/", data).status_code == 302


def texts_of_the_publication(name: str) -> list[dict[str, Any]]:
    there = PublicationText.objects.get().pk
    return [{"id": there, "language": "fr", "name": name}, {"language": "ar"}, {"language": "en"}]


def publication_in_the_office(p: Paper) -> None:
    data = publication_form(texts=texts_of_the_publication(name="Le Soir"), there=1, phone="0537")
    assert p.client.post("/admin/core/publication/1/change/", data).status_code == 302


def account_in_the_office(p: Paper) -> None:
    facts = {"network": "Autre", "url": "https://b.example/", "language": "", "position": 1, "publication": 1}
    data = {**publication_form(texts=texts_of_the_publication(name="Le Jour"), there=1), "accounts-TOTAL_FORMS": 1}
    data |= {f"accounts-0-{name}": value for name, value in facts.items()}
    assert p.client.post("/admin/core/publication/1/change/", data).status_code == 302


LEDGER: dict[str, Deed] = {
    "a story comes in": lambda p: put("Dernière minute", category=p.sport.pk),
    "another headline": lambda p: change(p.main, title="§ Principal, la suite"),
    "a word in the text": lambda p: change(p.main, body="<p>Autre.</p>"),
    "another section": lambda p: change(p.main, category=p.sport.pk),
    "a second section": lambda p: change(p.main, categories=(p.politics.pk,)),
    "a tag less": lambda p: change(p.main, tags=(p.gas.pk,)),
    "another author": lambda p: change(p.main, authors=(p.omar.pk,)),
    "another address": lambda p: change(p.named, slug="autrement"),
    "another language": lambda p: change(p.main, language="ar", tags=()),
    "another picture": lambda p: change(p.named, picture=PictureUse(p.plan.pk, "Un plan")),
    "a correction": lambda p: verbs.correct(stories.revision(p.main, live(p.main).document), by=None, note="Non."),
    "a clarification": lambda p: verbs.correct(
        stories.revision(p.below, live(p.below).document), by=None, note="Dit autrement.", change=Change.CLARIFICATION
    ),
    "what is new": lambda p: verbs.publish(stories.revision(p.main, live(p.main).document), by=None, note="Suite."),
    "a corrected one withdrawn": lambda p: verbs.withdraw(p.below, by=None, reason="x"),
    "a corrected one in another language": lambda p: change(p.below, language="ar", tags=(), category=p.maroc.pk),
    "a translation": lambda p: p.in_arabic(),
    "what was only named": lambda p: verbs.publish(stories.revision(p.draft), by=None),
    "withdrawn": lambda p: verbs.withdraw(p.main, by=None, reason="x"),
    "withdrawn, and named elsewhere": lambda p: verbs.withdraw(p.named, by=None, reason="x"),
    "given back": lambda p: verbs.reinstate(p.away, by=None),
}
TREE: dict[str, Deed] = {
    "a section's name": paper.rename,
    "a section's colour": colour,
    "a section's new place": lambda p: tree.move(p.rabat, p.sport, by=None),
    "a section shifts": lambda p: tree.shift(p.maroc, 1, by=None),
    "a section more": new_section,
    "a section less": lambda p: tree.remove(p.empty, by=None),
    "a section in one language less": lambda p: tree.write(
        p.maroc, removed=[p.maroc.texts.get(language="ar")], by=None
    ),
}
PAGES: dict[str, Deed] = {
    "a page's text": page_with(body="<p>Autre.</p>"),
    "a page's title": page_with(title="Mentions légales"),
    "a page's address": page_with(slug="mentions-legales"),
    "a page's language": page_with(language="en"),
    "a page taken off": page_with(is_published=False),
    "a page put on": publish_page,
    "a page's translation": translate_page,
    "a page deleted": lambda p: static_pages.remove(p.page, by=None),
    "the publication": publication_in_the_office,
    "an account of the publication": account_in_the_office,
    "an author's name": author_in_the_office,
    "a tag's name": tag_in_the_office,
}
PICTURES: dict[str, Deed] = {
    "a picture's credit": picture(credit="B. Photographe"),
    "a picture's focal point": picture(focal_x=0.1),
    "a licence that is over": picture(licence_ends_on=date(2026, 3, 2)),
    "a picture of a page deleted": lambda p: library.remove(p.map, by=None),
}
COMMENTS: dict[str, Deed] = {
    "a comment approved": lambda p: visible(p.waiting).approve(by=None),
    "a comment refused after all": lambda p: visible(p.said).reject(by=None),
    "a comment's approval taken back": lambda p: visible(p.said).undo(by=None),
}
UNSEEN: dict[str, Deed] = {
    "a draft": lambda p: verbs.save_revision(p.draft, stories.text(), by=None),
    "a plan": lambda p: put("Demain", at=timezone.now() + DAY, category=p.sport.pk),
    "a planned change": lambda p: change(p.main, at=timezone.now() + DAY, title="§ Principal, demain"),
    "a planned correction": lambda p: verbs.correct(
        stories.revision(p.main, live(p.main).document), by=None, note="Demain.", at=timezone.now() + 2 * DAY
    ),
    "an end": lambda p: verbs.end(p.below, by=None, at=timezone.now() + DAY),
    "an embargo": lambda p: verbs.embargo(p.draft, by=None, until=timezone.now() + DAY),
    "a page not yet put on": lambda p: static_pages.write(p.draft_page, by=None),
    "a section that has no name": lambda p: tree.write(Category(), by=None),
    "who edits a section": lambda p: tree.assign(p.sport, [], by=None),
    "what the newsroom calls a picture": picture(name="Port"),
    "a new picture": lambda p: stories.picture(),
    "a comment that waits": lambda p: people.comment(live(p.main), "Une autre attente."),
    "a comment refused": lambda p: visible(p.waiting).reject(by=None),
}


ROOMS = {
    "ledger": (LEDGER, 9),
    "tree": (TREE, 99),
    "pages": (PAGES, 99),
    "pictures": (PICTURES, 9),
    "comments": (COMMENTS, 0),
}
"""With how many pages each of these may have made anew for nothing: names of sections stand on all pages."""


def filled(clock: Any) -> tuple[Paper, Shelf]:
    """Everything is stored, and an hour later it is what it would be if it were made again."""
    newspaper, shelf = Paper(), Shelf()
    shelf.look()
    assert len(shelf.copies) > 20
    clock.shift(HOUR)
    assert (shelf.look(), shelf.needless) == ([], [])
    return newspaper, shelf


def undone(deeds: dict[str, Deed], clock: Any) -> Iterator[tuple[str, Shelf]]:
    """Each deed alone, done to the same newspaper and taken back behind it."""
    newspaper, shelf = filled(clock)
    for name, deed in deeds.items():
        copy = deepcopy(shelf)
        with transaction.atomic():
            deed(deepcopy(newspaper))
            yield name, copy
            transaction.set_rollback(True)


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_verb_changes_is_seen_at_once(room: str, clock: Any) -> None:
    deeds, needless = ROOMS[room]
    for name, shelf in undone(deeds, clock):
        assert shelf.look(), f"{name}: it changed no page"
        assert len(shelf.needless) <= needless, (name, shelf.needless)
        paper.nothing_hidden_is_kept(shelf)


@pytest.mark.usefixtures("clock")
def test_what_comes_and_goes_elsewhere_leaves_a_section_with_its_own_stories_alone() -> None:
    politics, sport = stories.section("politique").pk, stories.section("sport").pk
    for number in range(9):
        put(f"N° {number}", now=stories.NOON - number * HOUR, category=politics, authors=(stories.author("Omar").pk,))
    shelf = Shelf()
    shelf.look()
    gone = put("Un match", now=stories.NOON - HOUR, category=sport)
    verbs.withdraw(gone, by=None, reason="x")
    put("Un autre", category=sport)
    shelf.drain()
    untouched = [path for path, copy in shelf.copies.items() if copy.is_served(timezone.now())]
    assert sum(path.startswith("/politique/") for path in untouched) == 10
    assert "/" in shelf.look()


def test_what_readers_do_not_see_throws_no_page_away(clock: Any) -> None:
    newspaper, shelf = filled(clock)
    for name, deed in UNSEEN.items():
        deed(newspaper)
        shelf.drain()
        assert all(copy.is_served(timezone.now()) for copy in shelf.copies.values()), name
    assert (shelf.look(), shelf.needless) == ([], [])


def test_a_twins_new_address_is_seen_on_the_tags_own_page(clock: Any) -> None:
    newspaper, shelf = Paper(), Shelf()
    twin = stories.tag("غاز", language="ar")
    match(newspaper.gas, [twin])
    fields = {"language": "ar", "title": "ميناء", "category": newspaper.maroc.pk, "tags": (twin.pk,)}
    verbs.publish(stories.revision(newspaper.sibling, stories.text(**fields)), by=None)
    shelf.look()
    clock.shift(HOUR)
    data = {"language": "ar", "name": "غاز", "slug": "غاز-طبيعي"}
    assert newspaper.client.post(f"/admin/articles/tag/{twin.pk}/change/", data).status_code == 302
    assert "/tags/gaz/" in shelf.look()
