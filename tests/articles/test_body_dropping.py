"""Pictures that are dropped into a text: taken in once, described, and kept in view."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Image, ImageText
from articles.pictures.verbs import put
from newsroom.core.models import AuditEntry, User
from tests import cast, pictures

pytestmark = pytest.mark.django_db
DROP = "/admin/articles/article/drop/image/"


@pytest.fixture
def person() -> User:
    return cast.reporter()


@pytest.fixture
def desk(person: User) -> Client:
    return cast.signed_in(person)


def drop(client: Client, content: bytes, name: str = "le_quai.jpg", *, status: int = 200) -> dict[str, Any]:
    answer = client.post(DROP, {"file": pictures.upload(content, name), "language": "fr"})
    assert answer.status_code == status, answer.content
    told: dict[str, Any] = answer.json()
    return told


def describe(client: Client, image: Image, *, status: int = 200, **sent: str) -> dict[str, Any]:
    answer = client.post(reverse("admin:articles_describe_image", args=[image.pk]), {"language": "fr", **sent})
    assert answer.status_code == status, answer.content
    told: dict[str, Any] = answer.json()
    return told


def test_a_file_becomes_a_picture_of_the_library(desk: Client, person: User) -> None:
    told = drop(desk, pictures.geotagged())
    image = Image.objects.get()
    assert (image.name, image.uploaded_by, told["known"]) == ("le quai", person, False)
    assert {"id": image.pk, "title": "le quai", "size": [1200, 800], "focal": [0.5, 0.5]}.items() <= told[
        "picture"
    ].items()
    assert AuditEntry.objects.filter(verb="picture.added", actor=person).count() == 1
    with image.file.open() as stored:
        assert pictures.PLACE not in stored.read()


def test_the_same_bytes_are_the_picture_that_the_library_has(desk: Client) -> None:
    image = pictures.stored(name="Le port", texts=[ImageText(language="fr", alt="Un quai")])
    content = pictures.encoded(pictures.drawn(), comment=b"Le port")
    told = drop(desk, content, "autre.jpg")
    assert (told["known"], told["picture"]["id"], told["picture"]["alt"]) == (True, image.pk, "Un quai")
    assert Image.objects.count() == 1


def test_a_file_is_known_before_it_is_sent(desk: Client) -> None:
    image = pictures.stored()
    asked = [desk.get(DROP, {"sha256": sha256}).json()["picture"] for sha256 in (image.sha256, "0" * 64, "x", "")]
    assert [row and row["id"] for row in asked] == [image.pk, None, None, None]


def test_two_who_drop_the_same_file_at_once_share_one_picture(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*args: Any, **kwargs: Any) -> Image:
        monkeypatch.setattr("articles.pictures.verbs.put", put)
        pictures.stored(name="Le port")
        return put(*args, **kwargs)

    monkeypatch.setattr("articles.pictures.verbs.put", late)
    told = drop(desk, pictures.encoded(pictures.drawn(), comment=b"Le port"))
    assert (told["known"], Image.objects.count()) == (True, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4 rien", "PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"", "empty"),
        (pictures.png(9000, 9000), "megapixels"),
        (pictures.encoded()[:2000], "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(desk: Client, person: User, content: bytes, words: str) -> None:
    User.objects.filter(pk=person.pk).update(language="en")
    assert words in drop(desk, content, status=422)["refused"]
    assert not Image.objects.exists()


def test_words_of_a_first_use_become_those_of_later_ones(desk: Client) -> None:
    image = pictures.stored()
    describe(desk, image, alt=" Un quai ", caption="À l’aube", credit="Nadia")
    describe(desk, image, alt="Autre chose", caption="Autre")
    image.refresh_from_db()
    text = image.text("fr")
    assert (text.alt, text.caption, image.credit) == ("Un quai", "À l’aube", "Nadia")
    assert ImageText.objects.count() == 1


def test_only_what_was_sent_changes(desk: Client, person: User) -> None:
    image = pictures.stored(credit="Nadia", focal=(0.2, 0.3))
    told = describe(desk, image, focal_x="90", focal_y="25")
    assert (told["picture"]["focal"], told["picture"]["credit"]) == ([0.9, 0.25], "Nadia")
    entry = AuditEntry.objects.get(verb="picture.changed", actor=person)
    assert entry.detail["fields"] == ["focal_x", "focal_y"]
    describe(desk, image)
    assert AuditEntry.objects.filter(verb="picture.changed").count() == 1


@pytest.mark.parametrize("sent", [{"focal_x": "101"}, {"focal_y": "x"}, {"credit": "x" * 161}, {"alt": "x" * 301}])
def test_nothing_of_a_bad_description_is_kept(desk: Client, sent: dict[str, str]) -> None:
    image = pictures.stored(credit="Nadia")
    assert describe(desk, image, status=422, **{"caption": "Bien", **sent})["refused"]
    image.refresh_from_db()
    assert (image.credit, image.focal_x, image.texts.count()) == ("Nadia", 0.5, 0)


def test_a_stranger_is_told_so_and_isn_t_led_away(client: Client) -> None:
    image = pictures.stored()
    for answer in (client.post(DROP), client.post(reverse("admin:articles_describe_image", args=[image.pk]))):
        assert (answer.status_code, answer.json()) == (401, {"signed_in": False})


def test_who_doesn_t_write_finds_nothing_there() -> None:
    image = pictures.stored()
    client = cast.signed_in(cast.moderator())
    assert client.post(DROP, {"file": pictures.upload(pictures.encoded())}).status_code == 404
    assert client.post(reverse("admin:articles_describe_image", args=[image.pk]), {"credit": "x"}).status_code == 404
    assert Image.objects.get().credit == ""


def test_a_form_from_elsewhere_is_refused(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert client.post(DROP, {"file": pictures.upload(pictures.encoded())}).status_code == 403
    token = client.get(DROP).json()["token"]
    sent = {"file": pictures.upload(pictures.encoded()), "csrfmiddlewaretoken": token}
    assert client.post(DROP, sent).status_code == 200
