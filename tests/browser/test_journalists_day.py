"""A journalist's day at the writing page, in French and in Arabic: little goes smoothly, and no word is lost."""

from dataclasses import dataclass

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from articles.desk import verbs
from articles.ledger.document import Document
from articles.models import Article, CategoryText, Image, Note, PieceTemplate, Stage
from newsroom.core.models import StaffSession, User
from newsroom.core.tasks.worker import Worker
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import address
from tests.browser.conftest import Visitor
from tests.browser.test_body_editor import paste
from tests.browser.test_dropping import photo, send
from tests.browser.test_sittings import COPIES, TEXT, latest, sent, sign_in_elsewhere
from tests.core.processes import eventually

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Day:
    """What is typed, in the language of the article, which is also the office's."""

    language: str
    template: str
    heading: str
    title: str
    pasted: str
    alt: str
    offline: str
    outside: str
    theirs: str
    question: str


FRENCH = Day(
    language="fr",
    template="Agenda de la semaine",
    heading="Lundi",
    title="Une semaine au port",
    pasted="Le marché ouvre à six heures.",
    alt="Le quai à l’aube",
    offline="Dans le train, sans réseau.",
    outside="Après la pause.",
    theirs="La semaine du port",
    question="d’où vient l’horaire ?",
)
ARABIC = Day(
    language="ar",
    template="أجندة الأسبوع",
    heading="الاثنين",
    title="أسبوع في الميناء",
    pasted="يفتح السوق في السادسة.",
    alt="الرصيف عند الفجر",
    offline="في القطار دون شبكة.",
    outside="بعد الاستراحة.",
    theirs="أسبوع الميناء",
    question="ما مصدر التوقيت؟",
)


def write(page: Page, words: str) -> None:
    """In the last paragraph, not in a field of a picture that stands in the middle."""
    page.locator(f"{TEXT} > p").last.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def begin(visitor: Visitor, day: Day) -> Article:
    """From the template of the weekly piece; the first words make it a draft."""
    page = visitor.open("/admin/").flawless().page
    page.locator("details.begin summary").click()
    page.locator("details.begin").get_by_role("link", name=day.template).click()
    expect(page.locator(TEXT)).to_contain_text(day.heading)
    page.locator("#id_title").fill(day.title)
    page.locator("#id_category").select_option(index=1)
    page.locator("#id_authors_0").select_option(index=1)
    sent(page, lambda: write(page, "1."))
    article = Article.objects.get()
    expect(page).to_have_url(visitor.url + address(article))
    return article


def bring_in(page: Page, day: Day) -> None:
    """Words from a word processor, and the photographer's picture."""
    bold, rest = day.pasted.split(" ", 1)
    marks = f"<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>{bold}</b> {rest}<o:p></o:p></p>"
    paste(page, f"<html><body><!--StartFragment-->{marks}<!--EndFragment--></body></html>")
    send(page.locator(TEXT).locator("p").last, photo("quai"))
    expect(page.get_by_role("dialog")).to_be_visible()
    for number, words in enumerate((day.alt, "", "Nadia")):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".body-picture")).to_contain_text("Nadia")


def lose_the_connection(visitor: Visitor, day: Day) -> None:
    page = visitor.page
    page.context.set_offline(True)
    write(page, day.offline)
    expect(page.locator("#trouble")).not_to_be_empty(timeout=10_000)
    assert page.evaluate(COPIES) == 1
    sent(page, lambda: page.context.set_offline(False))
    assert day.offline in latest().document.body
    visitor.complaints.clear()


def lose_the_session(visitor: Visitor, day: Day, nadia: User) -> None:
    page = visitor.page
    StaffSession.objects.all().delete()
    write(page, day.outside)
    expect(page.locator("#sign-in a")).to_be_visible(timeout=10_000)
    visitor.complaints.clear()
    visitor.flawless()
    sent(page, lambda: sign_in_elsewhere(page, nadia))
    assert day.outside in latest().document.body
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    eventually(lambda: page.evaluate(COPIES) == 0, seconds=10)


def meet_a_colleague(visitor: Visitor, browser: Browser, day: Day, article: Article) -> None:
    """Both have it open, both change the headline; the second to save takes the other's and keeps their own text."""
    context, chief = browser.new_context(), cast.chief()
    other = Visitor(context.new_page(), visitor)  # type: ignore[arg-type]  # all it needs is the address
    other.sign_in(chief, language=day.language).open(address(article))
    expect(other.page.locator("#here")).to_contain_text("Nadia Chraïbi")
    context.close()
    row = Article.objects.get(pk=article.pk)
    row.title = day.theirs
    verbs.save(row, by=chief)
    page = visitor.page
    page.locator("#id_title").fill(day.title + " !")
    write(page, "2.")
    page.keyboard.press("Control+s")
    expect(page.locator("#conflict")).to_be_visible()
    visitor.flawless()
    page.locator("#collision-title input[value=theirs]").check()
    page.locator("#conflict button[type=submit]").click()
    expect(page.locator("#conflict")).to_have_count(0)
    expect(page.locator("#id_title")).to_have_value(day.theirs)


def look_back(visitor: Visitor, day: Day, article: Article) -> None:
    page = visitor.open(f"/admin/articles/article/{article.pk}/revisions/").flawless().page
    page.locator("button[form=compare]").click()
    expect(page.locator("ins").first).to_be_visible()
    visitor.flawless().open(address(article))


def ask(visitor: Visitor, day: Day) -> None:
    """A note that names a colleague by the first letters of the name."""
    page = visitor.page
    page.locator("[data-write-note]").click()
    page.locator("#note_text").press_sequentially("@Oma")
    expect(page.locator("#mention-list li")).to_have_text("Omar Bennani")
    page.keyboard.press("Enter")
    page.keyboard.type(day.question)
    visitor.flawless()
    page.locator("#note-form button[type=submit]").click()
    expect(page.locator("[data-notes-list]")).to_contain_text(day.question)
    assert [person.name for person in Note.objects.get().mentioned.all()] == ["Omar Bennani"]


def hand_in(visitor: Visitor, day: Day, article: Article) -> None:
    """Everything that was written is in what the editor gets."""
    visitor.page.locator("#id_confirmed").check()  # there is no standfirst
    with visitor.page.expect_navigation():
        visitor.page.locator("button[name=deed][value=submit]").click()
    visitor.flawless()
    article.refresh_from_db()
    assert (article.stage, article.title) == (Stage.IN_REVIEW, day.theirs)
    image, bold = Image.objects.get(), day.pasted.split(" ", maxsplit=1)[0]
    for words in (day.heading, "1.", f"<strong>{bold}</strong>", day.offline, day.outside, "2."):
        assert words in article.body
    assert f'<figure data-image="{image.pk}" data-alt="{day.alt}"' in article.body


@pytest.mark.parametrize("day", [FRENCH, ARABIC], ids=["French", "Arabic"])
def test_a_day_costs_nobody_a_word(visitor: Visitor, browser: Browser, day: Day) -> None:
    nadia = cast.reporter()
    omar = cast.member("journalist", email="omar@example.ma", name="Omar Bennani")
    CategoryText.objects.create(category=stories.section(), language="ar", name="المغرب", slug="المغرب")
    stories.author()
    text = Document(language=day.language, body=f"<h2>{day.heading}</h2><p></p>")
    PieceTemplate.objects.create(
        name=day.template, language=day.language, data=text.to_json(), changed_at=timezone.now()
    )
    visitor.look(width=1440).sign_in(nadia, language=day.language)
    article = begin(visitor, day)
    bring_in(visitor.page, day)
    lose_the_connection(visitor, day)
    lose_the_session(visitor, day, nadia)
    meet_a_colleague(visitor, browser, day, article)
    look_back(visitor, day, article)
    ask(visitor, day)
    hand_in(visitor, day, article)
    Worker().drain()
    assert [day.question in sent.body for sent in mail.outbox if omar.email in sent.to] == [True]
