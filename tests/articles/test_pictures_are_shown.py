"""What pages get of a picture, and what the demo's own delivery gives out."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client, override_settings
from PIL import Image as Pillow

from articles.models import Image
from articles.pictures import encoding, reading, renditions, verbs
from articles.pictures.renditions import Crop, renditions_for
from tests import pictures

pytestmark = pytest.mark.django_db
SLASHES = "..%2f..%2f"


@pytest.fixture
def image() -> Image:
    found = pictures.stored()
    renditions.make(found)
    found.refresh_from_db()
    return found


def written(image: Image, arguments: str = "") -> str:
    return Template("{% load pictures %}{% picture image " + arguments + " %}").render(Context({"image": image}))


class TestOnAPage:
    def test_it_has_every_format_best_first_with_its_size(self, image: Image) -> None:
        html = written(image, 'alt="Un port" sizes="50vw"')
        assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
        assert 'width="1200" height="800"' in html
        assert html.count('sizes="50vw"') == 3

    def test_every_address_on_the_page_is_a_file(self, image: Image, client: Client) -> None:
        html = written(image, 'crop="16x9"').replace('"', " ").replace(",", " ").split()
        addresses = [word for word in html if word.startswith("/media/")]
        assert len(addresses) > 8
        assert {client.get(address).status_code for address in addresses} == {200}

    def test_while_its_sizes_are_in_the_making_a_light_one_is_shown_with_the_size_to_come(self, client: Client) -> None:
        noise = Pillow.frombytes("RGB", (1800, 1200), os.urandom(1800 * 1200 * 3))
        image = verbs.add(reading.read(pictures.upload(pictures.encoded(noise))), name="Du bruit", by=None)
        html = written(image)
        assert "<source" not in html
        assert 'width="1800" height="1200"' in html
        assert image.bytes > 1_000_000
        answer = client.get(re.findall(r'src="(.+?)"', html)[0])
        assert 2_000 < len(b"".join(answer)) <= encoding.LIGHT

    def test_a_row_from_before_there_was_a_light_one_shows_the_original(self) -> None:
        image = pictures.stored()
        image.renditions = {}
        assert "/media/images/" in written(image)

    def test_a_crop_in_the_making_holds_the_original_at_its_focal_point(self) -> None:
        html = written(pictures.stored(focal=(1.0, 0.5)), 'crop="1x1" css="vignette"')
        assert 'class="vignette cropped at-x10 at-y5"' in html
        assert 'width="800" height="800"' in html

    def test_the_classes_that_hold_it_are_in_the_style_sheet(self) -> None:
        sheet = Path(settings.BASE_DIR, "static/articles/pictures/picture.css").read_text()
        assert [f".at-{axis}{tenth} " in sheet for axis in "xy" for tenth in range(11)] == [True] * 22

    def test_only_the_first_picture_is_fetched_at_once(self, image: Image) -> None:
        assert 'fetchpriority="high"' in written(image, "first=True")
        assert 'loading="lazy"' in written(image)
        assert "lazy" not in written(image, "first=True")

    def test_words_cannot_break_out_of_their_attribute(self, image: Image) -> None:
        found = Template("{% load pictures %}{% picture image alt=alt sizes=alt css=alt %}").render(
            Context({"image": image, "alt": '"><script>alert(1)</script>'})
        )
        assert "<script>" not in found

    def test_numbers_stay_digits_in_every_language(self) -> None:
        with override_settings(USE_THOUSAND_SEPARATOR=True, LANGUAGE_CODE="ar"):
            assert 'width="1200"' in written(pictures.stored())

    def test_cards_ask_for_no_query(self, image: Image, django_assert_num_queries: Any) -> None:
        rows = [image, pictures.stored(name="b")]
        with django_assert_num_queries(0):
            found = renditions_for(rows, Crop.WIDE)
            assert [found[row.pk].size for row in rows] == [(1200, 675), (1200, 675)]
            assert (found[rows[0].pk].srcset != "", found[rows[1].pk].srcset) == (True, "")

    def test_what_another_version_of_the_site_made_is_shown_or_passed_over(self, image: Image) -> None:
        image.renditions["sets"]["21x9"] = image.renditions["sets"].pop("16x9")
        image.renditions["formats"].insert(0, "jxl")
        assert "jxl" not in written(image)
        assert "<source" not in written(image, 'crop="16x9"')

    def test_the_address_for_mails_is_a_jpeg(self, image: Image) -> None:
        found = Template("{% load pictures %}{% picture_url image %}").render(Context({"image": image}))
        assert found.endswith(".jpg")
        assert "16x9" in found


class TestDelivery:
    def test_a_picture_comes_with_its_type_for_ever_and_powerless(self, client: Client, image: Image) -> None:
        answer = client.get(image.file.url)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert not answer.cookies

    @pytest.mark.parametrize(
        "name",
        [
            "",
            "images",
            "images/",
            "images/../../db.sqlite3",
            f"{SLASHES}db.sqlite3",
            "../outside.jpg",
            f"{SLASHES}outside.jpg",
            "%2e%2e/outside.jpg",
            "..%5coutside.jpg",
            "/etc/passwd.jpg",
            "//etc/passwd.jpg",
            "images/nothing.jpg",
            "images/x.jpg/",
            "images/page.html",
            "images/drawing.svg",
            "images/.hidden.jpg",
            ".git/x.jpg",
            "images/x%00.jpg",
            "images/folder.jpg",
            f"images/{'x' * 300}.jpg",
        ],
    )
    def test_there_is_nothing_else_to_be_had(self, client: Client, name: str) -> None:
        root = Path(settings.MEDIA_ROOT)
        (root / "images" / "folder.jpg").mkdir(parents=True)
        for file in ("images/page.html", "images/drawing.svg", "images/.hidden.jpg", "../outside.jpg"):
            (root / file).write_bytes(b"secret")
        assert client.get(f"/media/{name}").status_code == 404

    def test_a_link_out_of_the_folder_is_not_made_by_any_of_our_names(self, client: Client, image: Image) -> None:
        assert client.post(image.file.url).status_code == 405
        assert client.head(image.file.url).status_code == 200

    @override_settings(DEMO=False)
    def test_in_production_the_front_does_it(self, client: Client, image: Image) -> None:
        assert client.get(image.file.url).status_code == 404
