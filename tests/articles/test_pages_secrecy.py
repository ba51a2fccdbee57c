"""What readers may not see is on no page, in no count, in no header, by whatever number somebody tries."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.ledger import verbs
from articles.ledger.document import Document, PictureUse
from articles.models import Article, Author, AuthorText, PublishedVersion, Tag
from newsroom.core.models import Publication
from tests.articles import stories

pytestmark = pytest.mark.django_db
CANARY = "kanarienvogel"


def canaries() -> Document:
    """The word in every field, and in the names of all that only this document names."""
    author = Author.objects.create(slug=CANARY)
    AuthorText.objects.create(author=author, language="fr", name=CANARY, role=CANARY, biography=CANARY)
    tag = Tag.objects.create(language="fr", name=CANARY, slug=CANARY)
    picture = stories.picture(name=CANARY, credit=CANARY, licence=CANARY)
    return stories.text(
        title=CANARY,
        slug=CANARY,
        standfirst=CANARY,
        points=(CANARY,),
        body=f"<h2>{CANARY}</h2><p>{CANARY}</p>",
        picture=PictureUse(picture.pk, CANARY, CANARY),
        authors=(author.pk,),
        tags=(tag.pk,),
    )


def draft(document: Document) -> Article:
    article = Article.objects.create(title=CANARY, standfirst=CANARY, body=f"<p>{CANARY}</p>", slug=CANARY)
    stories.revision(article, document)
    return article


def planned(document: Document) -> Article:
    article = draft(document)
    verbs.publish(stories.revision(article, document), by=None, at=timezone.now() + timedelta(days=1))
    return article


def withdrawn(document: Document) -> Article:
    article = stories.published(document)
    verbs.withdraw(article, by=None, reason=CANARY, words="Ce texte a été retiré.")
    return article


def changed_tomorrow(document: Document) -> Article:
    """Live as something harmless; the secret comes tomorrow."""
    article = stories.published(stories.text(title="Connu", slug="connu"))
    verbs.publish(stories.revision(article, document), by=None, at=timezone.now() + timedelta(days=1))
    return article


def everywhere(numbers: int) -> list[str]:
    """Every public address there could be, in every language, by every number up to `numbers`."""
    found = []
    for prefix in ("", "/ar", "/en"):
        words = ["", "colophon/", "maroc/", f"{CANARY}/", f"auteurs/{CANARY}/", f"tags/{CANARY}/", "tags/gaz/"]
        words += ["auteurs/nadia-chraïbi/", "maroc/?before=0-1", "newsletter/"]
        for number in range(numbers + 1):
            words += [f"maroc/{CANARY}-{number}/", f"x/{number}", f"commentaires/{number}/"]
        found += [f"{prefix}/{word}" for word in words]
    return [*found, "/robots.txt", "/.well-known/security.txt", "/favicon.ico"]


@pytest.mark.parametrize("make", [draft, planned, withdrawn, changed_tomorrow])
def test_a_canary_is_heard_nowhere(client: Client, make: object) -> None:
    other = stories.published(stories.text(tags=(stories.tag("gaz").pk,)))
    article = make(canaries())  # type: ignore[operator]  # one of the four above
    again = stories.text(body=f'<p>Suite.</p><aside data-article="{article.pk}"></aside>', related=(article.pk,))
    verbs.publish(stories.revision(other, again), by=None)
    Publication.objects.current()
    for path in everywhere(Article.objects.count() + 1):
        answer = client.get(path)
        heard = CANARY in answer.headers.get("Location", "") + answer.content.decode().replace(path, "")
        assert not heard, f"{path} {answer.status_code}"
        assert CANARY not in "".join(f"{name}{value}" for name, value in answer.headers.items()), path


def test_a_draft_answers_like_nothing_at_all(client: Client) -> None:
    article = draft(canaries())
    hidden, nothing = client.get(f"/maroc/{CANARY}-{article.pk}/"), client.get("/maroc/rien-99999/")
    assert (hidden.status_code, hidden.content) == (nothing.status_code, nothing.content) == (404, nothing.content)


def test_a_withdrawn_article_says_so_in_the_words_chosen_and_no_others(client: Client) -> None:
    article = withdrawn(canaries())
    for path in (f"/maroc/{CANARY}-{article.pk}/", f"/x/{article.pk}", f"/ar/x/y-{article.pk}/"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "Ce texte a été retiré." in answer.content.decode()
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_an_article_that_has_ended_says_so_in_other_words(client: Client) -> None:
    article = stories.published(now=timezone.now() - timedelta(hours=1))
    end = timezone.now() + timedelta(seconds=60)
    verbs.end(article, by=None, at=end)
    assert client.get(f"/x/y-{article.pk}/", follow=True).status_code == 200
    PublishedVersion.objects.filter(article=article).update(live_until=timezone.now())
    answer = client.get(f"/x/y-{article.pk}/")
    assert answer.status_code == 410
    assert "Un titre" not in answer.content.decode()


def test_a_reinstated_article_is_back_at_its_address(client: Client) -> None:
    article = stories.published()
    verbs.withdraw(article, by=None, reason="x")
    assert client.get(f"/maroc/un-titre-{article.pk}/").status_code == 410
    verbs.reinstate(article, by=None)
    assert client.get(f"/maroc/un-titre-{article.pk}/").status_code == 200
