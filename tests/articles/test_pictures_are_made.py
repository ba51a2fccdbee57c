"""The sizes of a picture: made in the background, once, under names that mean one content for ever."""

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image as Pillow

from articles.models import Image
from articles.pictures import reading, renditions, tasks, verbs
from articles.pictures.renditions import Crop, shown
from articles.pictures.storage import AtomicStorage
from newsletter import sending
from newsroom.core.models import BackgroundTask
from newsroom.core.tasks.sweep import forget
from newsroom.core.tasks.worker import Worker
from tests import pictures

pytestmark = pytest.mark.django_db


def made(**fields: object) -> Image:
    image = pictures.stored(**fields)  # type: ignore[arg-type]  # handed through
    renditions.make(image)
    image.refresh_from_db()
    return image


def files() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def opened(name: str) -> Pillow.Image:
    with default_storage.open(name) as file:
        return Pillow.open(io.BytesIO(file.read()))


class TestCropping:
    @pytest.mark.parametrize(
        ("crop", "focal", "box"),
        [
            (Crop.WHOLE, (0.1, 0.9), (0, 0, 1200, 800)),
            (Crop.SQUARE, (0.5, 0.5), (200, 0, 1000, 800)),
            (Crop.SQUARE, (0.0, 0.5), (0, 0, 800, 800)),
            (Crop.SQUARE, (1.0, 0.5), (400, 0, 1200, 800)),
            (Crop.SQUARE, (0.4, 0.5), (80, 0, 880, 800)),
            (Crop.WIDE, (0.5, 0.0), (0, 0, 1200, 675)),
            (Crop.WIDE, (0.5, 1.0), (0, 125, 1200, 800)),
        ],
    )
    def test_the_focal_point_is_as_near_to_the_middle_as_the_edges_allow(
        self, crop: Crop, focal: tuple[float, float], box: renditions.Box
    ) -> None:
        assert crop.box((1200, 800), focal) == box

    @pytest.mark.parametrize("size", [(100, 30_000), (30_000, 100), (101, 103), (100, 100)])
    @pytest.mark.parametrize("crop", list(Crop))
    def test_every_part_lies_inside_whatever_the_shape(self, crop: Crop, size: tuple[int, int]) -> None:
        for focal in ((0.0, 0.0), (1.0, 1.0), (0.333, 0.667)):
            left, top, right, bottom = crop.box(size, focal)
            assert 0 <= left < right <= size[0]
            assert 0 <= top < bottom <= size[1]

    def test_the_part_around_the_focal_point_is_what_is_seen(self) -> None:
        image = made(focal=(1.0, 0.5))
        square = shown(image, Crop.SQUARE)
        assert square.made
        pixel = opened(square.made.names("jpg")[0]).convert("RGB").getpixel((10, 300))
        assert isinstance(pixel, tuple)
        assert (pixel[0] > 200, pixel[2] < 100) == (
            True,
            True,
        )  # red: the left quarter of a crop that begins at a third


class TestMaking:
    def test_each_file_has_the_format_and_size_that_its_place_says(self) -> None:
        image = made(size=(2000, 1500))
        for part in renditions.plan(image):
            for name, kind, size in part.files():
                found = opened(name)
                assert (found.format, found.size) == (renditions.TYPES[kind].removeprefix("image/").upper(), size)

    def test_nothing_is_made_larger_than_it_is(self) -> None:
        image = made(size=(800, 500))
        assert shown(image).size == (768, 480)
        assert [size for part in renditions.plan(image) for size in part.sizes if size[0] > 800] == []

    def test_a_picture_smaller_than_every_width_gets_its_own(self) -> None:
        assert shown(made(size=(200, 150))).size == (200, 150)

    def test_a_second_run_makes_nothing(self) -> None:
        image = made()
        before = files()
        assert (renditions.make(image), files()) == (0, before)

    def test_what_a_killed_worker_left_is_completed(self) -> None:
        image = pictures.stored()
        save, left = default_storage.save, iter(range(5))

        def dying(name: str, content: Any) -> str:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return str(save(name, content))

        with mock.patch.object(default_storage, "save", dying), pytest.raises(KeyboardInterrupt):
            renditions.make(image)
        image.refresh_from_db()
        assert (shown(image).made, len(files())) == (None, 7)
        renditions.make(image)
        image.refresh_from_db()
        names = [name for part in renditions.plan(image) for name, _kind, _size in part.files()]
        assert set(names) < files()

    def test_a_write_that_breaks_off_leaves_no_file(self) -> None:
        content = mock.Mock(chunks=mock.Mock(side_effect=OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            AtomicStorage()._save("images/ab/x.jpg", content)
        assert files() == set()

    def test_another_focal_point_makes_other_crops_and_keeps_the_whole(self) -> None:
        image = made(focal=(0.2, 0.5))
        before = {crop: shown(image, crop).url for crop in Crop}
        image.focal_x = 0.8
        verbs.change(image, ["focal_x"], by=None)
        Worker().drain()
        image.refresh_from_db()
        moved = {crop for crop in Crop if shown(image, crop).url != before[crop]}
        assert moved == {Crop.CLASSIC, Crop.SQUARE}
        assert {url.removeprefix("/media/") for url in before.values()} < files()  # pages of a moment ago ask for them

    def test_a_focal_point_moved_meanwhile_is_not_overwritten(self) -> None:
        image = pictures.stored()
        Image.objects.update(focal_x=0.9)
        renditions.make(image)
        image.refresh_from_db()
        assert (image.recipe, shown(image).made) == (0, None)

    def test_none_of_them_tells_where_the_picture_was_taken(self) -> None:
        found = reading.read(pictures.upload(pictures.geotagged()))
        renditions.make(verbs.add(found, name="Géo", by=None))
        for name in files():
            with default_storage.open(name) as file:
                content = file.read()
            assert [word for word in (b"Exif", b"Secret", b"Nadia", b"Rabat") if word in content] == []

    def test_what_is_transparent_is_white_in_a_jpeg(self) -> None:
        picture = pictures.drawn(mode="RGBA")
        picture.paste((0, 0, 0, 0), (0, 0, *picture.size))
        image = verbs.add(reading.read(pictures.upload(pictures.encoded(picture, "PNG"))), name="Rien", by=None)
        renditions.make(image)
        image.refresh_from_db()
        assert opened(shown(image).url.removeprefix("/media/")).getpixel((5, 5)) == (255, 255, 255)


class TestInTheBackground:
    def test_an_upload_asks_for_its_sizes(self) -> None:
        image = pictures.stored()
        assert image.recipe == 0
        Worker().drain()
        image.refresh_from_db()
        assert image.recipe == renditions.RECIPE

    def test_a_picture_deleted_meanwhile_is_no_failure(self) -> None:
        tasks.make_renditions.enqueue(4711)
        Worker().drain()
        assert not BackgroundTask.objects.exclude(status="SUCCESSFUL").exists()

    def test_a_lost_original_is_told_as_a_failure(self) -> None:
        image = pictures.stored()
        default_storage.delete(image.file.name or "")
        Worker().drain()
        assert BackgroundTask.objects.get().exception_class_path.endswith("FileNotFoundError")

    def test_the_nightly_round_finds_what_was_lost_and_what_an_older_recipe_made(self) -> None:
        new, old, lost = (pictures.stored(name=name) for name in ("a", "b", "c"))
        Image.objects.update(uploaded_at=timezone.now() - timedelta(days=2), recipe=renditions.RECIPE)
        Image.objects.filter(pk=old.pk).update(recipe=renditions.RECIPE + 1)
        Image.objects.filter(pk=lost.pk).update(recipe=0)
        BackgroundTask.objects.all().delete()
        tasks.make_missing.func()
        asked = [row.args_kwargs["args"] for row in BackgroundTask.objects.all()]
        assert (sorted(asked), new.pk) == ([[old.pk], [lost.pk]], new.pk)


class TestForgetting:
    @staticmethod
    def _age(name: str, days: int) -> None:
        then = (timezone.now() - timedelta(days=days)).timestamp()
        os.utime(default_storage.path(name), (then, then))

    def test_old_files_that_no_row_names_go_and_all_others_stay(self) -> None:
        image = made()
        first = f"{renditions.base_of(image.file.name or '')}-first.jpg"
        mine = files() - {first}
        orphans = [first, "images/ab/gone.jpg", "renditions/ab/gone-16x9-abc-640.avif", "images/ab/.half.part"]
        for name in [*orphans[1:], "images/ab/new.jpg"]:
            default_storage.save(name, io.BytesIO(b"x"))
        for name in [*mine, *orphans]:
            self._age(name, 31)
        forget.func("pictures.orphans")
        assert files() == {*mine, "images/ab/new.jpg"}
        assert image.pk

    def test_crops_of_an_earlier_focal_point_go_after_a_month_only(self) -> None:
        image = made(focal=(0.0, 0.5))
        before = {url.removeprefix("/media/") for url in (shown(image, Crop.SQUARE).url,)}
        for name in files():
            self._age(name, 400)
        image.focal_x = 1.0
        verbs.change(image, ["focal_x"], by=None)
        Worker().drain()
        forget.func("pictures.orphans")
        assert before < files()
        for name in files():
            self._age(name, 31)
        forget.func("pictures.orphans")
        assert not before & files()

    def test_a_deleted_picture_takes_all_its_files_with_it(self) -> None:
        other, image = made(name="Une autre"), made(focal=(0.0, 0.0))
        image.focal_x = 1.0
        verbs.change(image, ["focal_x"], by=None)
        Worker().drain()
        verbs.remove(image, by=None)
        Worker().drain()
        other.refresh_from_db()
        names = {name for part in renditions.plan(other) for name, _kind, _size in part.files()}
        first = f"{renditions.base_of(other.file.name or '')}-first.jpg"
        assert files() == {*names, other.file.name, first}

    def test_a_picture_uploaded_again_is_not_taken_by_the_late_removal_of_the_first(self) -> None:
        first = pictures.stored()
        verbs.remove(first, by=None)
        second = pictures.stored()
        Worker().drain()
        assert second.file.name in files()
        assert first.file.name not in files()


def test_what_somebody_waits_for_goes_before_the_sizes_of_pictures() -> None:
    assert tasks.make_renditions.priority < sending.deliver.priority
