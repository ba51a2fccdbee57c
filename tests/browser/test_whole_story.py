"""One story, the whole way, through the real office and the real pages: written, published, read, commented, mailed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from articles.models import Article, CategoryText
from newsletter.models import Newsletter
from newsroom.core.tasks.worker import Worker
from tests import cast, pictures
from tests.articles import stories
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
BODY = ".ProseMirror[role=textbox]"


class Words:
    """What is typed and asked for, in the language of the article."""

    def __init__(self, language: str, headline: str, point: str, heading: str, text: str, comment: str) -> None:
        self.language, self.headline, self.point, self.heading = language, headline, point, heading
        self.text, self.comment = text, comment


FRENCH = Words(
    "fr",
    "Le port d’Aghzer ouvre deux quais",
    "Deux quais de plus.",
    "Un chantier de trois ans",
    "Les premiers bateaux sont entrés à l’aube.",
    "Et les pêcheurs, où vont-ils ?",
)
ARABIC = Words(
    "ar",
    "ميناء أغزر يفتح رصيفين جديدين",
    "رصيفان إضافيان.",
    "ورش من ثلاث سنوات",
    "دخلت أولى السفن عند الفجر.",
    "وأين يذهب الصيادون؟",
)


@pytest.fixture(autouse=True)
def _house(settings: object) -> None:
    settings.EMAIL_BACKEND = "newsroom.core.outbox.OutboxBackend"  # type: ignore[attr-defined]  # a dynamic wrapper
    CategoryText.objects.create(category=stories.section(), language="ar", name="المغرب", slug="المغرب")
    stories.author()
    pictures.stored(name="Le port", credit="Nadia Chraïbi")
    for language in ("fr", "ar"):
        earlier = stories.text(title="La digue est finie" if language == "fr" else "انتهى السد", language=language)
        stories.published(earlier, now=timezone.now() - timedelta(days=1))
        Newsletter.objects.get_or_create(
            language=language, defaults={"name": "L’essentiel", "slug": f"jour-{language}"}
        )


def tool(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def pick(visitor: Visitor, words: str) -> None:
    """In the open picker: type, wait for what is found, take the first with Enter."""
    dialog = visitor.page.get_by_role("dialog").last
    dialog.get_by_role("combobox").fill(words)
    expect(dialog.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    dialog.get_by_role("combobox").press("Enter")
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)


def write(visitor: Visitor, words: Words, *, also: str) -> Article:
    """The reporter's part: a draft with everything the reference page has, then handed in."""
    visitor.sign_in(cast.reporter(), language="en").look(width=1440).open("/admin/articles/article/add/")
    page = visitor.page
    page.locator("#id_language").select_option(words.language)
    page.locator("#id_title").fill(words.headline)
    page.locator("#id_standfirst").fill(words.heading)
    page.locator("#id_points_0").fill(words.point)
    page.locator("#id_category").select_option(index=1)
    page.locator("#id_authors_0").select_option(index=1)
    page.locator(".picture-choose summary").click()
    page.locator("#id_picture_1").check()
    page.locator("#id_picture_alt").fill("Le port au matin")
    page.locator(BODY).click()
    page.keyboard.type(words.text)
    page.keyboard.press("Enter")
    tool(visitor, "Heading")
    page.keyboard.type(words.heading)
    page.keyboard.press("Enter")
    tool(visitor, "Also read")
    pick(visitor, also)
    tool(visitor, "Picture")
    pick(visitor, "port")
    page.locator(".body-picture").get_by_label("Alternative text").fill("Un quai")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the draft").click()
    visitor.flawless().page.get_by_role("button", name="Submit").click()
    page.wait_for_load_state("networkidle")
    return Article.objects.get(title=words.headline)


def publish(visitor: Visitor, article: Article) -> str:
    """The chief's part; answers the address that readers find it at."""
    visitor.sign_in(cast.chief(), language="en").open(f"/admin/articles/article/{article.pk}/change/").flawless()
    visitor.page.get_by_role("button", name="Publish now").click()
    expect(visitor.page.get_by_role("link", name="Look at the page")).to_be_visible()
    visitor.page.goto("about:blank")
    return article.versions.live().get().get_absolute_url()


def read(visitor: Visitor, address: str, words: Words, *, also: str) -> None:
    """The stranger's part: everything that was written is there, in its direction."""
    visitor.open(address).flawless()
    body = visitor.page.locator("body")
    expect(visitor.page.locator("h1")).to_have_text(words.headline)
    for text in (words.point, words.heading, words.text, also):
        expect(body).to_contain_text(text)
    assert visitor.page.context.cookies() == []


def comment(visitor: Visitor, address: str, words: Words) -> None:
    """Written by a reader, not seen; approved by the moderator, seen."""
    for name, typed in {"name": "Lina", "email": "lina@example.ma", "comment": words.comment}.items():
        visitor.page.fill(f"#comment-form-{name}", typed)
    visitor.page.click("#comment-form button[type=submit]")
    expect(visitor.page.locator(".mine")).to_contain_text(words.comment)
    visitor.open(address)
    expect(visitor.page.locator("body")).not_to_contain_text(words.comment)
    visitor.sign_in(cast.moderator()).open("/admin/comments/comment/").page.click(".decide [data-key=a]")
    visitor.page.context.clear_cookies()
    visitor.open(address)
    expect(visitor.page.locator("#comments .said")).to_have_text(words.comment)


def sign_up(visitor: Visitor) -> None:
    """By the box below the article, confirmed by the link that stands in the outbox."""
    visitor.page.fill("#letter-email", "lina@example.ma")
    visitor.page.click("#letter button[type=submit]")
    visitor.page.wait_for_url("**/newsletter/asked/")
    Worker().drain()
    visitor.open("/outbox/").page.locator("main a").first.click()
    link = visitor.page.locator("a", has_text="/newsletter/confirm/").first
    visitor.open((link.get_attribute("href") or "").removeprefix(settings.SITE_URL))
    visitor.page.click("main form button")
    expect(visitor.page.locator("main form button")).to_have_count(0)


def send(visitor: Visitor, words: Words) -> None:
    """The newsletter editor's part; the story is found in the mail."""
    visitor.sign_in(cast.newsletter_editor()).open("/admin/newsletter/edition/add/")
    value = str(Newsletter.objects.get(language=words.language).pk)
    visitor.page.select_option("#id_newsletter", value)
    visitor.page.fill("#id_subject", "L’essentiel")
    visitor.page.click("[name=_save]")
    visitor.page.click("form[action$='/assemble/'] button")
    visitor.page.click("a[href$='/send/']")
    visitor.page.click("main .btn.main")
    visitor.page.fill("[name=sudo-password]", cast.PASSWORD)
    visitor.page.click("main .btn.main")
    expect(visitor.page.locator("[data-sending]")).to_be_visible()
    Worker().drain()
    visitor.open("/outbox/").page.locator("main a").first.click()
    expect(visitor.page.locator("main")).to_contain_text(words.headline)


@pytest.mark.parametrize(
    ("words", "also"), [(FRENCH, "La digue est finie"), (ARABIC, "انتهى السد")], ids=["French", "Arabic"]
)
def test_one_story_goes_the_whole_way(
    visitor: Visitor, new_context: Callable[[], BrowserContext], words: Words, also: str
) -> None:
    article = write(visitor, words, also=also)
    address = publish(visitor, article)
    visitor.sit_down(new_context().new_page())
    read(visitor, address, words, also=also)
    comment(visitor, address, words)
    sign_up(visitor)
    send(visitor, words)


def deed(visitor: Visitor, article: Article, summary: str, button: str, **fields: str) -> None:
    """Open the article, open a decision, fill it in, decide."""
    visitor.open(f"/admin/articles/article/{article.pk}/change/")
    details = visitor.page.locator("details.when").filter(has=visitor.page.locator("summary", has_text=summary))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    for name, value in fields.items():
        visitor.page.locator(f"#id_{name}").fill(value)
    details.get_by_role("button", name=button).click()
    visitor.page.wait_for_load_state("networkidle")


def local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def test_a_story_is_planned_moved_changed_on_schedule_and_withdrawn(visitor: Visitor) -> None:
    article, now = write(visitor, FRENCH, also="La digue est finie"), timezone.now()
    visitor.sign_in(cast.chief(), language="en")
    deed(visitor, article, "At a time", "Plan the publication", at=local(now + timedelta(hours=2)))
    assert not article.versions.live().exists()
    deed(visitor, article, "At a time", "Change the time", at=local(now + timedelta(hours=3)))
    planned = article.versions.get()
    assert article.versions.live(planned.live_from).exists()
    assert local(planned.live_from) == local(now + timedelta(hours=3))
    visitor.page.get_by_role("button", name="Publish now").click()
    visitor.page.wait_for_load_state("networkidle")
    address = article.versions.live().get().get_absolute_url()
    deed(visitor, article, "At a time", "Plan the publication", title="Demain", at=local(now + timedelta(hours=5)))
    assert article.versions.live(now + timedelta(hours=6)).get().document.title == "Demain"
    withdraw(visitor, article)
    assert visitor.page.goto(visitor.url + address).status == 410  # type: ignore[union-attr]  # it answers
    assert not article.versions.live(now + timedelta(hours=6)).exists()


def withdraw(visitor: Visitor, article: Article) -> None:
    page = visitor.open(f"/admin/articles/article/{article.pk}/withdraw/").flawless().page
    page.locator("textarea").first.fill("Une erreur de lieu.")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
