"""The library in the office: uploading, describing, finding, taking out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Image, ImageText, PublishedVersion, Revision
from articles.pictures import reading, verbs
from articles.pictures.forms import name_from
from newsroom.core.models import AuditEntry, BackgroundTask, User
from tests import cast, pictures

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/articles/image/", "/admin/articles/image/add/"


def address(image: Image, what: str = "change") -> str:
    return f"{LIST}{image.pk}/{what}/"


def form(image: Image | None = None, **typed: Any) -> dict[str, Any]:
    """What a browser sends: every field as it stands, with `typed` over it (`fr_alt="…"`)."""
    texts = {text.language: text for text in image.texts.all()} if image else {}
    data: dict[str, Any] = {"name": "", "credit": "", "licence": "", "licence_ends_on": ""}
    if image:
        data |= {name: getattr(image, name) or "" for name in data}
        data |= {"focal_x": round(image.focal_x * 100), "focal_y": round(image.focal_y * 100)}
    order = [*texts, *(code for code in ("fr", "ar", "en") if code not in texts)]
    data |= {"texts-TOTAL_FORMS": 3, "texts-INITIAL_FORMS": len(texts)}
    for number, code in enumerate(order):
        text = texts.get(code)
        fields = {"id": text.pk if text else "", "image": image.pk if image else "", "language": code}
        fields |= {name: getattr(text, name, "") for name in ("alt", "caption")}
        fields |= {key[3:]: typed.pop(key) for key in list(typed) if key.startswith(f"{code}_")}
        data |= {f"texts-{number}-{key}": value for key, value in fields.items()}
    return data | typed


def says(response: Any) -> str:
    return str(response.content.decode())


def article(image: Image | None = None, **fields: Any) -> Article:
    return Article.objects.create(title="Le port de Tanger", picture=image, **fields)


def published(image: Image) -> Article:
    """A version that readers had and have no more."""
    row = article()
    revision = Revision.objects.create(article=row, data={})
    since = timezone.now() - timedelta(days=9)
    PublishedVersion.objects.create(
        article=row,
        revision=revision,
        data={},
        picture=image,
        live_from=since,
        live_until=since + timedelta(days=1),
        first_published_at=since,
        updated_at=since,
    )
    return row


@pytest.fixture
def reporter(db: None) -> Client:
    return cast.signed_in(cast.reporter())


@pytest.fixture
def editor(db: None) -> Client:
    return cast.signed_in(cast.editor())


class TestUploading:
    def test_a_journalist_adds_a_picture_with_its_words(self, reporter: Client) -> None:
        upload = pictures.upload(pictures.encoded(), "le_port.jpg")
        answer = reporter.post(ADD, form(upload=upload, credit="Nadia", fr_alt="Un port", ar_alt="ميناء"))
        image = Image.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, address(image))
        assert (image.name, image.credit, image.uploaded_by) == ("le port", "Nadia", AuditEntry.objects.first().actor)  # type: ignore[union-attr]  # it was recorded
        assert set(image.texts.values_list("language", "alt")) == {("fr", "Un port"), ("ar", "ميناء")}

    def test_it_is_told_once_and_its_sizes_are_asked_for(self, reporter: Client) -> None:
        reporter.post(ADD, form(upload=pictures.upload(pictures.encoded())))
        assert [entry.verb for entry in AuditEntry.objects.all()] == ["picture.added"]
        assert BackgroundTask.objects.get().args_kwargs["args"] == [Image.objects.get().pk]

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"", "vide.jpg"),
            (b"%PDF-1.4", "page.jpg"),
            (b"du texte", "photo.jpg"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg"),
            (pictures.png(9000, 9000), "petit.png"),
            (pictures.encoded()[:3000], "coupe.jpg"),
        ],
    )
    def test_what_is_refused_costs_nothing_of_what_was_typed(self, reporter: Client, content: bytes, name: str) -> None:
        typed = form(upload=pictures.upload(content, name), credit="Une agence", fr_alt="Deux mots")
        answer = reporter.post(ADD, typed)
        assert answer.status_code == 200
        assert len(answer.context["adminform"].form.errors["upload"]) == 1
        assert 'value="Une agence"' in says(answer)
        assert 'value="Deux mots"' in says(answer)
        assert not Image.objects.exists()

    def test_no_file_at_all_is_refused(self, reporter: Client) -> None:
        answer = reporter.post(ADD, form(name="Sans fichier"))
        assert "upload" in answer.context["adminform"].form.errors
        assert 'value="Sans fichier"' in says(answer)

    def test_the_same_file_leads_to_the_picture_that_is_there(self, reporter: Client) -> None:
        content = pictures.encoded()
        there = verbs.add(reading.read(pictures.upload(content)), name="<b>Déjà</b>", by=None)
        answer = reporter.post(ADD, form(upload=pictures.upload(content, "autre.jpg"), credit="Moi"))
        assert f'<a href="{address(there)}">&lt;b&gt;Déjà&lt;/b&gt;</a>' in says(answer)
        assert 'value="Moi"' in says(answer)
        assert Image.objects.count() == 1

    def test_the_same_file_at_the_same_moment_is_one_picture(self, reporter: Client) -> None:
        found = reading.read(pictures.upload(pictures.encoded()))
        verbs.add(found, name="a", by=None)
        with pytest.raises(verbs.KnownFileError):
            verbs.add(found, name="b", by=None)
        assert Image.objects.count() == 1

    def test_it_is_refused_to_strangers_and_to_those_who_write_nothing(self, client: Client) -> None:
        upload = form(upload=pictures.upload(pictures.encoded()))
        assert client.post(ADD, upload).status_code == 302
        assert cast.signed_in(cast.moderator()).post(ADD, upload).status_code == 404
        assert not Image.objects.exists()

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("صورة_الميناء.jpg", "صورة الميناء"),
            ("deux\r\nlignes\0.jpg", "deux lignes"),
            ("C:\\Photos\\été.JPG", "été"),
            ("../../etc/passwd", "passwd"),
            ("\u202egpj.exe", "gpj"),
            ("x" * 300 + ".jpg", "x" * 120),
        ],
    )
    def test_a_files_name_becomes_words(self, name: str, words: str) -> None:
        assert name_from(name) == words

    @pytest.mark.parametrize("name", ["", ".jpg", "\n", None])
    def test_a_picture_is_never_nameless(self, name: str | None) -> None:
        assert name_from(name)

    @pytest.mark.parametrize("name", ["صورة.jpg", "deux\nlignes.jpg", "x" * 300 + ".jpg", "../../x.php", 'a"b.jpg'])
    def test_a_files_name_never_becomes_a_path(self, reporter: Client, name: str) -> None:
        assert reporter.post(ADD, form(upload=pictures.upload(pictures.encoded(), name))).status_code == 302
        image = Image.objects.get()
        assert (image.file.name or "").startswith(f"images/{image.sha256[:2]}/{image.sha256}")
        assert (image.file.name or "").endswith(".jpg")


@pytest.mark.django_db(transaction=True)
def test_of_two_uploads_at_once_one_is_stored_and_the_other_led_to_it() -> None:
    found = reading.read(pictures.upload(pictures.encoded()))

    def store(name: str) -> str:
        try:
            return str(verbs.add(found, name=name, by=None))
        except verbs.KnownFileError as error:
            return f"there: {error.image}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(store, ["a", "b"]))
    assert answers in (["a", "there: a"], ["b", "there: b"])


class TestDescribing:
    def test_the_form_speaks_each_language_in_its_direction(self, reporter: Client) -> None:
        html = says(reporter.get(address(pictures.stored())))
        assert html.count('dir="rtl" lang="ar"') == 2
        assert html.count('dir="ltr" lang="fr"') == 2

    def test_the_focal_point_is_changed_and_asks_for_new_crops(self, reporter: Client) -> None:
        image = pictures.stored()
        BackgroundTask.objects.all().delete()
        reporter.post(address(image), form(image, focal_x=20, focal_y=70))
        image.refresh_from_db()
        assert (image.focal_x, image.focal_y) == (0.2, 0.7)
        assert BackgroundTask.objects.count() == 1

    def test_a_new_credit_asks_for_none(self, reporter: Client) -> None:
        image = pictures.stored()
        BackgroundTask.objects.all().delete()
        reporter.post(address(image), form(image, credit="Une autre agence"))
        assert not BackgroundTask.objects.exists()
        assert AuditEntry.objects.first().detail == {"fields": ["credit"]}  # type: ignore[union-attr]  # it was recorded

    @pytest.mark.parametrize("value", ["-1", "101", "", "x", "1e9"])
    def test_a_focal_point_outside_is_refused(self, reporter: Client, value: str) -> None:
        image = pictures.stored()
        answer = reporter.post(address(image), form(image, focal_x=value))
        assert "focal_x" in answer.context["adminform"].form.errors

    def test_saving_nothing_new_records_nothing(self, reporter: Client) -> None:
        image = pictures.stored()
        before = AuditEntry.objects.count()
        reporter.post(address(image), form(image))
        assert AuditEntry.objects.count() == before

    def test_two_people_who_change_different_things_both_do(self, reporter: Client, editor: Client) -> None:
        image = pictures.stored()
        first, second = form(image, credit="Agence"), form(image, focal_x=10)
        verbs.change(Image(pk=image.pk, licence="CC BY"), ["licence"], by=None)
        stale = Image.objects.get(pk=image.pk)
        Image.objects.filter(pk=image.pk).update(name="Entre-temps")
        stale.credit = "Agence"
        verbs.change(stale, ["credit"], by=None)
        image.refresh_from_db()
        assert (image.name, image.credit, image.licence) == ("Entre-temps", "Agence", "CC BY")
        assert (first["credit"], second["focal_x"]) == ("Agence", 10)

    def test_words_are_taken_out_again(self, reporter: Client) -> None:
        image = pictures.stored(texts=[ImageText(language="fr", alt="Un port")])
        reporter.post(address(image), form(image, fr_DELETE="on"))
        assert not image.texts.exists()


class TestFinding:
    def test_more_pictures_cost_no_more_queries(self, reporter: Client) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as seen:
                assert reporter.get(LIST).status_code == 200
            return len(seen)

        rows = [
            Image(name=f"{n}", file=f"images/{n}.jpg", sha256=f"{n}", width=9, height=9, bytes=9) for n in range(20)
        ]
        Image.objects.bulk_create(rows[:10])
        ImageText.objects.bulk_create(ImageText(image=row, language="fr", alt="Un port") for row in rows[:10])
        cost()  # the first page of a session notes that somebody is there
        few = cost()
        Image.objects.bulk_create(rows[10:])
        ImageText.objects.bulk_create(ImageText(image=row, language="ar", alt="ميناء") for row in rows[10:])
        assert cost() == few

    @pytest.mark.parametrize("words", ["Chraïbi", "ميناء", "grue", "dock"])
    def test_it_is_found_by_credit_and_by_its_words_in_any_language(self, reporter: Client, words: str) -> None:
        texts = [ImageText(language="ar", alt="ميناء طنجة"), ImageText(language="fr", caption="Une grue au port")]
        pictures.stored(name="dock", credit="Nadia Chraïbi", texts=texts)
        pictures.stored(name="Montagne")
        found = reporter.get(LIST, {"q": words}).context["cl"].result_list
        assert [image.name for image in found] == ["dock"]

    @pytest.mark.parametrize(
        ("chosen", "names"), [("soon", ["bientôt"]), ("over", ["finie"]), ("uncredited", ["sans"])]
    )
    def test_the_list_is_narrowed_by_licence(self, reporter: Client, chosen: str, names: list[str]) -> None:
        today = timezone.localdate()
        pictures.stored(name="sans")
        for name, days in (("finie", -1), ("bientôt", 30), ("longtemps", 31)):
            pictures.stored(name=name, credit="x", licence_ends_on=today + timedelta(days=days))
        found = reporter.get(LIST, {"licence": chosen}).context["cl"].result_list
        assert [image.name for image in found] == names

    def test_an_ended_licence_is_seen_in_the_list(self, reporter: Client) -> None:
        pictures.stored(licence_ends_on=timezone.localdate() - timedelta(days=1))
        assert 'class="tag stop"' in says(reporter.get(LIST))

    def test_the_form_tells_where_it_is_used(self, db: None) -> None:
        reader = cast.signed_in(User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine"))
        image, other = pictures.stored(), pictures.stored(name="b")
        article(image, stage="review")
        article(body=f'<figure data-image="{image.pk}"></figure>', stage="review")
        article(body=f'<figure data-image="{image.pk}9"></figure>', stage="review")
        used = reader.get(address(image)).context["used"]
        assert (len(used["articles"]), used["others"]) == (2, 0)
        assert reader.get(address(other)).context["used"] == {"articles": [], "others": 0}

    def test_a_draft_of_somebody_else_is_counted_not_named(self, reporter: Client) -> None:
        image = pictures.stored()
        article(image)
        answer = reporter.get(address(image))
        assert answer.context["used"] == {"articles": [], "others": 1}
        assert "Le port de Tanger" not in says(answer)


class TestTakingOut:
    def test_an_editor_deletes_a_picture_that_nothing_uses(self, editor: Client) -> None:
        image = pictures.stored()
        assert editor.post(address(image, "delete"), {"post": "yes"}).status_code == 302
        assert not Image.objects.exists()
        assert AuditEntry.objects.first().verb == "picture.deleted"  # type: ignore[union-attr]  # it was recorded

    def test_asking_deletes_nothing(self, editor: Client) -> None:
        image = pictures.stored()
        assert editor.get(address(image, "delete")).status_code == 200
        assert Image.objects.exists()

    def test_deleting_twice_is_not_found(self, editor: Client) -> None:
        image = pictures.stored()
        editor.post(address(image, "delete"), {"post": "yes"})
        assert editor.post(address(image, "delete"), {"post": "yes"}).status_code == 404

    def test_a_journalist_does_not_delete(self, reporter: Client) -> None:
        image = pictures.stored()
        assert reporter.post(address(image, "delete"), {"post": "yes"}).status_code == 404
        assert Image.objects.exists()

    def test_one_that_a_version_was_published_with_stays(self, editor: Client) -> None:
        image = pictures.stored()
        published(image)
        editor.post(address(image, "delete"), {"post": "yes"})
        assert Image.objects.exists()
        with pytest.raises(ValidationError, match="Une photo"):
            verbs.remove(image, by=None)

    @pytest.mark.parametrize("where", ["lead", "body"])
    def test_one_in_a_working_copy_stays(self, editor: Client, where: str) -> None:
        image = pictures.stored()
        article(image) if where == "lead" else article(body=f'<figure data-image="{image.pk}"></figure>')
        answer = editor.post(address(image, "delete"), {"post": "yes"})
        assert Image.objects.exists()
        assert "Le port de Tanger" not in says(answer)  # a draft of somebody else

    def test_one_that_somebody_uses_between_question_and_answer_stays(
        self, editor: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        image = pictures.stored()
        article(image)
        monkeypatch.setattr("articles.pictures.admin.who_points_at", lambda row: [])
        answer = editor.post(address(image, "delete"), {"post": "yes"}, follow=True)
        assert "Une photo" in says(answer)
        assert Image.objects.exists()

    def test_several_are_deleted_at_once_and_those_in_use_hold_them_all(self, editor: Client) -> None:
        rows = [pictures.stored(name=name) for name in "abc"]
        chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
        article(rows[1])
        editor.post(LIST, chosen)
        assert Image.objects.count() == 3
        Article.objects.all().delete()
        editor.post(LIST, chosen)
        assert not Image.objects.exists()
