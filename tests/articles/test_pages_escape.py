"""Whatever people type stands on readers' pages as they typed it, and nothing of it becomes a tag or an attribute."""

from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import pytest
from django.test import Client

from articles import static_pages
from articles.ledger import verbs
from articles.ledger.document import PictureUse
from articles.models import AuthorText, CategoryText, PublishedVersion, StaticPage, Tag
from newsroom.core.models import Publication, PublicationText, SocialAccount
from tests.articles import stories
from tests.comments import people
from tests.newsletter import letters

pytestmark = pytest.mark.django_db


def typed(place: str) -> str:
    return f"{place}\"'><x-y onx='1'>&amp;{{0}}%(a)s"


class Page(HTMLParser):
    """What a browser makes of a page: its texts, values of attributes, and the names of both kinds of tags."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts, self.names = "", set[str]()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _value in attrs)}
        self.texts += "\n".join(value or "" for _name, value in attrs)

    def handle_data(self, data: str) -> None:
        self.texts += data


def paper() -> None:
    """Everything that stands on pages beside articles."""
    publication = Publication.objects.current()
    names = {name: typed(name) for name in ("name", "strapline", "contact", "legal_notice")}
    PublicationText.objects.create(publication=publication, language="fr", **names)
    SocialAccount.objects.create(publication=publication, network=typed("network"), url="https://a.example/")
    page = StaticPage(language="fr", title=typed("page"), slug="qui", body="<p>.</p>", is_published=True)
    static_pages.write(page, by=None)
    letters.newsletter(description=typed("letter"))
    stories.section()
    CategoryText.objects.update(name=typed("section"), description=typed("described"))
    author = stories.author()
    AuthorText.objects.filter(author=author).update(name=typed("signed"), role=typed("role"), biography=typed("life"))


def article() -> PublishedVersion:
    """One with everything; its comments, and one to go on with."""
    image, tag = stories.picture(credit=typed("credit")), stories.tag("gaz")
    Tag.objects.update(name=typed("tag"))
    also = stories.published(stories.text(title=typed("also"), slug="b", body=f"<p>{'mot ' * 30}</p>"))
    shown = {"alt": escape(typed("shown")), "caption": escape(typed("under"))}
    figure = f'<figure data-image="{image.pk}" data-alt="{shown["alt"]}" data-caption="{shown["caption"]}"></figure>'
    body = f'<p>.</p><aside data-article="{also.pk}"></aside>{figure}'
    use = PictureUse(image.pk, typed("alt"), typed("caption"))
    document = stories.text(slug="a", points=(typed("point"),), body=body, picture=use, tags=(tag.pk,))
    document = replace(document, title=typed("title"), standfirst=typed("standfirst"), related=(also.pk,))
    row = stories.published(document)
    verbs.correct(stories.revision(row, document), by=None, note=typed("note"), now=stories.NOON + stories.HOUR)
    version = PublishedVersion.objects.live().with_addresses().get(article=row)
    said = people.approved(version, typed("said"), name=typed("writer"))
    people.approved(version, typed("reply"), name=typed("answerer"), reply=said.pk)
    return version


EVERYWHERE = {"strapline", "network", "page", "section"}
ARTICLE = "name title standfirst also credit alt caption shown under point tag note signed role letter"
DISCUSSION = {"title", "said", "writer", "reply", "answerer"}
PLACES = {
    "article": {*ARTICLE.split(), *DISCUSSION},
    "/": {"title", "also", "signed"},
    "/maroc/": {"title", "also", "described"},
    "/auteurs/nadia-chraïbi/": {"title", "also", "signed", "role", "life"},
    "/tags/gaz/": {"title", "tag"},
    "/qui/": {"page"},
    "/colophon/": {"contact", "legal_notice"},
    "/commentaires/": DISCUSSION,
}


def test_what_is_typed_stays_text_wherever_it_stands(client: Client) -> None:
    paper()
    version = article()
    paths = {"article": version.get_absolute_url(), "/commentaires/": f"/commentaires/{version.article_id}/"}
    for path, places in PLACES.items():
        found = Page(client.get(paths.get(path, path)).content.decode())
        assert not {"x-y", "onx"} & found.names, path
        missing = {place for place in places | EVERYWHERE if typed(place) not in found.texts}
        assert missing == set(), path
