"""One word in all that an article has: while readers may not see it, no public address says it or has noticed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import unquote, urljoin

import pytest
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from articles.corrections import listing
from articles.desk import verbs as desk
from articles.ledger import verbs
from articles.ledger.document import Document, PictureUse
from articles.models import Article, Author, AuthorText, Change, PublishedVersion, Tag
from articles.notes import verbs as notes
from articles.pages import lists
from articles.reports import verbs as reports
from comments import receipts
from comments.models import Comment
from newsroom.core.models import Publication
from tests import cast
from tests.articles import stories
from tests.articles.sittings import Page
from tests.comments import people
from tests.matrix import CASES
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
CANARY = "kanarienvogel"
CHANGING = {"Expires", "X-Request-ID"}
LANGUAGES = ("fr", "ar", "en")
Deed = Callable[[Article], None]


def secret() -> Document:
    """The word in every field, and in the names of all that only this document names."""
    author = Author.objects.create(slug=CANARY)
    for language in LANGUAGES:
        AuthorText.objects.create(author=author, language=language, name=CANARY, role=CANARY, biography=CANARY)
    tag = Tag.objects.create(language="fr", name=CANARY, slug=CANARY)
    lead, within = (stories.picture(name=CANARY, credit=CANARY, licence=CANARY) for _number in range(2))
    lead.texts.create(language="fr", alt=CANARY, caption=CANARY)
    figure = f'<figure data-image="{within.pk}" data-alt="{CANARY}" data-caption="{CANARY}"></figure>'
    quote = f"<figure><blockquote><p>{CANARY}</p></blockquote><figcaption>{CANARY}</figcaption></figure>"
    return stories.text(
        title=CANARY,
        slug=CANARY,
        standfirst=CANARY,
        points=(CANARY, CANARY),
        body=f'<h2>{CANARY}</h2><p><a href="https://{CANARY}.example/">{CANARY}</a></p>{figure}{quote}',
        picture=PictureUse(lead.pk, CANARY, CANARY),
        authors=(author.pk,),
        tags=(tag.pk,),
    )


def nothing(_article: Article) -> None:
    """Readers have none of it."""


def something(article: Article) -> None:
    verbs.publish(stories.revision(article, stories.text(title="Connu", slug="connu")), by=None, now=stories.NOON)


def sent_back(article: Article) -> None:
    """A draft with all its notes, and an older slug among its revisions."""
    document = secret()
    desk.save(written(article), by=None, authors=document.authors, tags=document.tags)
    stories.revision(article, replace(document, slug=f"{CANARY}-autrefois"))
    stories.revision(article, document)
    rows = Article.objects.filter(pk=article.pk)
    desk.submit(rows, by=None)
    desk.request_changes(rows, by=None, note=CANARY)


def written(article: Article) -> Article:
    article.title, article.slug, article.standfirst, article.points = CANARY, CANARY, CANARY, [CANARY]
    article.body, article.category = f"<p>{CANARY}</p>", stories.section()
    return article


def planned(article: Article) -> None:
    """Tomorrow's, of an article that readers may have something else of today."""
    later = timezone.now() + timedelta(days=1)
    verbs.publish(stories.revision(article, secret()), by=None, at=later, change=Change.UPDATE)
    letters.edition(article, subject=CANARY, intro=CANARY)


def withdrawn(article: Article) -> None:
    """Corrected, commented and put into a newsletter before it went."""
    document = secret()
    verbs.publish(stories.revision(article, document), by=None, now=stories.NOON)
    again = stories.revision(article, replace(document, slug=f"{CANARY}-deux"))
    version = verbs.correct(again, by=None, note=CANARY, now=stories.NOON + stories.HOUR)
    first = people.approved(version, CANARY, name=CANARY)
    people.approved(version, CANARY, reply=first.pk)
    reports.receive(article.pk, reports.Words(CANARY, CANARY, f"{CANARY}@example.ma"))
    letters.edition(article, subject=CANARY, intro=CANARY)
    verbs.withdraw(article, by=None, reason=CANARY, words="Ce texte a été retiré.")


def beside(article: Article) -> None:
    """What the desk has of an article that readers have: a note, words kept by themselves, a saved working copy."""
    chief = cast.chief()
    notes.write(article, CANARY, by=chief, passage=CANARY)
    Page(chief, article).keep(title=CANARY, standfirst=CANARY, body=f"<p>{CANARY}</p>")
    desk.save(written(Article.objects.get(pk=article.pk)), by=chief)


HIDDEN = {
    "a draft": (nothing, sent_back),
    "planned": (nothing, planned),
    "withdrawn": (nothing, withdrawn),
    "planned over a live one": (something, planned),
    "on the desk beside a live one": (something, beside),
}


def paper(besides: Article) -> None:
    """What readers have: a section of several parts, whose stories point at the hidden one, with comments."""
    Publication.objects.filter(pk=Publication.objects.current().pk).update(contact_email="redaction@example.ma")
    letters.newsletter()
    pointing = f'<p>Suite.</p><aside data-article="{besides.pk}"></aside>'
    tags = (stories.tag("gaz").pk,)
    for number in range(3):
        text = stories.text(title=f"Public {number}", body=pointing, related=(besides.pk,), tags=tags)
        article = stories.published(text, now=stories.NOON - number * stories.HOUR)
        people.approved(PublishedVersion.objects.live().get(article=article), "Bien.")
        verbs.correct(stories.revision(article, text), by=None, note=f"Rectifié {number}.")


FILE = re.compile("/static/(?!site/looks-)")
"""What is a file; the style sheet with the sections' colours is made."""


def addresses() -> list[str]:
    """Every public address there could be, in every language, by the number of everything there is and one more."""
    found = ["/robots.txt", "/.well-known/security.txt", "/favicon.ico", "/healthz", "/readyz"]
    found += [f"/static/site/looks-{'0' * 12}-00614a.css", "/media/images/ab/nothing.jpg"]
    # Not all numbers up to the last: on PostgreSQL they go on from one test to the next.
    there = Article.objects.order_by("pk").values_list("pk", flat=True)
    numbers = [*there, max(there) + 1]
    for prefix in ("", "/ar", "/en"):
        words = ["", "colophon/", "corrections/", "maroc/", f"{CANARY}/", "auteurs/nadia-chraïbi/", "tags/gaz/"]
        words += [f"auteurs/{CANARY}/", f"tags/{CANARY}/", "newsletter/", "newsletter/asked/"]
        words += ["commentaires/recu/x/", "signaler/recu/x/", "relecture/x/", "relecture/x"]
        words += [f"newsletter/{verb}/{CANARY}/" for verb in ("confirm", "unsubscribe")]
        words += [f"newsletter/unsubscribe/{CANARY}", "colophon", "corrections", CANARY]
        words += [f"auteurs/{CANARY}", f"tags/{CANARY}"]
        dates = ("", "/2026", "/2026/03", "/2026/03/03")
        words += [f"archives{date}{slash}" for date in dates for slash in ("", "/")]
        for number in numbers:
            words += [f"maroc/{CANARY}-{number}/", f"maroc/x-{number}"]
            words += [f"commentaires/{number}/?reply={number}", f"signaler/{number}/"]
        found += [f"{prefix}/{word}" for word in words]
    return found


def seen(client: Client) -> dict[str, bytes]:
    """Status, headers and content of all these, and of all that they lead to on this site, by address."""
    found: dict[str, bytes] = {}
    queue = addresses()
    while queue:
        path = queue.pop()
        if path in found or path.startswith("/admin/") or FILE.match(path):
            continue
        answer = client.get(path)
        content = b"".join(answer) if answer.streaming else answer.content
        headers = sorted(f"{name}: {value}" for name, value in answer.headers.items() if name not in CHANGING)
        found[path] = f"{answer.status_code} {headers} ".encode() + content
        links = re.findall(r'(?:href|action|src)="([/?][^"#]*)', unescape(content.decode()))
        queue += [urljoin(path, link) for link in links]
    return found


def found(path: str) -> ResolverMatch | None:
    try:
        return resolve(path.partition("?")[0])
    except Resolver404:
        return None


def own(path: str, article: Article) -> bool:
    return bool(re.search(rf"[/-]{article.pk}/?(\?|$)", path))


@pytest.mark.parametrize(("before", "hide"), HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden_is_told_by_no_address_and_changes_none(
    client: Client, monkeypatch: pytest.MonkeyPatch, before: Deed, hide: Deed
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    monkeypatch.setattr(listing, "PAGE", 2)
    article = Article.objects.create()
    before(article)
    paper(article)
    public = seen(client)
    hide(article)
    hidden = seen(client)
    for path, found in hidden.items():
        assert CANARY not in found.decode().replace(unquote(path), "").replace(path, ""), path
        assert own(path, article) or found == public[path], path
    assert sum("?before=" in path for path in public) > 0
    assert hidden.keys() == public.keys()


def test_no_public_route_is_left_out(client: Client) -> None:
    article = Article.objects.create()
    something(article)
    paper(article)
    tried = {match.route for path in seen(client) if (match := found(path))}
    public = {case.route for case in CASES if not case.route.startswith(("admin/", "outbox/"))}
    assert public <= tried


def test_a_withdrawn_article_answers_410_by_every_number_and_nothing_tells_what_it_was(client: Client) -> None:
    article = Article.objects.create()
    withdrawn(article)
    comment = Comment.objects.latest("pk")
    for path in (f"/maroc/{CANARY}-{article.pk}/", f"/ar/x/y-{article.pk}/", f"/commentaires/{article.pk}/"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert CANARY not in answer.content.decode().replace(path, "")
    receipt = client.get(receipts.address(comment)).content.decode()
    assert f"-{article.pk}/" not in receipt
