"""What becomes of an upload: a clean picture, or a sentence that says what to do."""

import io
import time
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from PIL import ImageCms

from articles.pictures import reading
from tests import pictures


def read(content: bytes, name: str = "photo.jpg") -> Pillow.Image:
    """The stored file, opened."""
    return Pillow.open(io.BytesIO(reading.read(pictures.upload(content, name)).content))


def refusal(content: bytes, name: str = "photo.jpg") -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        reading.read(pictures.upload(content, name))
    return caught.value


def colour(picture: Pillow.Image, x: float, y: float) -> str:
    pixel = picture.convert("RGB").getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(pixel, tuple)
    names = {(True, True, True): "white", (True, False, False): "red", (False, False, True): "blue"}
    return names.get((pixel[0] > 128, pixel[1] > 128, pixel[2] > 128), str(pixel))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg onload='alert(1)'/>", "svg"),
        (b"<!-- a drawing --><SVG xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"II*\0\x08\0\0\0", "tiff"),
        (b"Bonjour, je ne suis pas une image.", "unreadable"),
        (b"<html><script>alert(1)</script></html>", "unreadable"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "unreadable"),
        (b"\x89PNG\r\n\x1a\n", "unreadable"),
        (b"\0" * 5000, "unreadable"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name_says(content: bytes, code: str) -> None:
    error = refusal(content)
    assert error.code == code
    assert str(error.message).endswith(".")


def test_an_archive_behind_a_picture_is_not_stored() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("shell.php", "<?php evil() ?>")
    found = reading.read(pictures.upload(pictures.encoded() + archive.getvalue()))
    assert b"shell.php" not in found.content
    assert not zipfile.is_zipfile(io.BytesIO(found.content))


def test_a_small_file_of_81_megapixels_is_refused_before_a_pixel_is_decoded() -> None:
    content = pictures.png(9000, 9000)
    assert len(content) < 12_000
    tracemalloc.start()
    started = time.monotonic()
    error = refusal(content, "small.png")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.code == "large"
    assert "81" in str(error.message)
    assert peak < 2_000_000
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("size", [(60_000, 60_000), (14_000, 8000), (40_000, 200), (200, 31_000)])
def test_too_many_pixels_in_all_or_in_one_direction_are_refused(size: tuple[int, int]) -> None:
    assert refusal(pictures.png(*size, rows=1), "bomb.png").code == "large"


def test_a_picture_with_a_flipped_byte_in_its_middle_is_damaged() -> None:
    content = bytearray(pictures.encoded(Pillow.effect_noise((400, 400), 90), "PNG"))
    content[len(content) // 2] ^= 0xFF
    assert refusal(bytes(content), "flipped.png").code == "damaged"


def test_a_file_that_is_too_heavy_is_refused_unread() -> None:
    error = refusal(b"\xff" * (reading.MOST_BYTES + 1))
    assert error.code == "heavy"


def test_a_picture_that_is_too_small_is_refused_with_its_size() -> None:
    error = refusal(pictures.encoded(pictures.drawn((300, 99))))
    assert (error.code, "300 × 99" in str(error.message)) == ("small", True)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.9, 0.99])
def test_a_truncated_picture_is_refused(kind: str, part: float) -> None:
    noise = Pillow.effect_noise((400, 400), 90).convert("RGB")
    content = pictures.encoded(noise, kind)
    assert refusal(content[: int(len(content) * part)]).code in {"damaged", "unreadable"}


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_a_moving_picture_is_refused(kind: str) -> None:
    frames = [Pillow.effect_noise((200, 200), 50 + number).convert("RGB") for number in range(3)]
    content = pictures.encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert refusal(content).code == "moving"


def test_a_photograph_with_its_preview_inside_is_a_photograph() -> None:
    content = pictures.encoded(pictures.drawn(), "MPO", save_all=True, append_images=[pictures.drawn((160, 120))])
    assert Pillow.open(io.BytesIO(content)).format == "MPO"
    assert read(content).size == (1200, 800)


@pytest.mark.parametrize(
    ("kind", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("GIF", ".png"), ("WEBP", ".jpg"), ("AVIF", ".jpg")]
)
def test_every_format_becomes_one_that_everything_shows(kind: str, suffix: str) -> None:
    found = reading.read(pictures.upload(pictures.encoded(kind=kind)))
    assert (found.suffix, found.width, found.height) == (suffix, 1200, 800)
    assert Pillow.open(io.BytesIO(found.content)).format == {".jpg": "JPEG", ".png": "PNG"}[suffix]


def test_nothing_that_tells_of_the_photographer_is_kept() -> None:
    content = pictures.geotagged()
    assert Pillow.open(io.BytesIO(content)).getexif().get_ifd(pictures.GPS)
    found = reading.read(pictures.upload(content)).content
    assert not Pillow.open(io.BytesIO(found)).getexif()
    assert [word for word in (b"Exif", b"Secret", b"secret", b"Nadia", b"Rabat", b"xmp") if word in found] == []


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_neither_are_the_metadata_of_other_formats(kind: str) -> None:
    exif = Pillow.Exif()
    exif[0x013B] = "Nadia Privée"
    found = reading.read(pictures.upload(pictures.encoded(kind=kind, exif=exif, xmp=b"<x>Secret</x>"))).content
    assert [word for word in (b"Nadia", b"Secret") if word in found] == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_stored_upright(orientation: int) -> None:
    turn = Pillow.open(io.BytesIO(pictures.turned(orientation)))
    assert turn.getexif().get(pictures.ORIENTATION) == orientation
    found = read(pictures.turned(orientation))
    assert found.size == ((1200, 800) if orientation < 5 else (800, 1200))
    corner = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[orientation]
    assert colour(found, 0.03 + 0.94 * corner[0], 0.03 + 0.94 * corner[1]) == "white"


def test_printers_colours_become_the_screens() -> None:
    found = read(pictures.encoded(pictures.drawn(mode="CMYK")))
    assert (found.mode, colour(found, 0.3, 0.5), colour(found, 0.9, 0.5)) == ("RGB", "red", "blue")


def test_sixteen_bits_a_channel_are_scaled_not_cut_off() -> None:
    grey = Pillow.new("I;16", (200, 200), 257 * 100)
    assert read(pictures.encoded(grey, "PNG")).convert("L").getpixel((50, 50)) == 100


def test_a_colour_profile_is_applied_and_left_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert "icc_profile" not in read(pictures.encoded(icc_profile=profile)).info
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = read(pictures.encoded(icc_profile=wide))
    assert ("icc_profile" in found.info, colour(found, 0.3, 0.5)) == (False, "red")


def test_a_broken_colour_profile_does_not_cost_the_picture() -> None:
    assert colour(read(pictures.encoded(icc_profile=b"nonsense" * 40)), 0.3, 0.5) == "red"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    picture = pictures.drawn(mode=mode)
    found = read(pictures.encoded(picture, "PNG"))
    assert found.mode == "RGB"  # nothing of it is transparent


def test_what_is_transparent_stays_so() -> None:
    picture = pictures.drawn(mode="RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 100, 100))
    found = read(pictures.encoded(picture, "WEBP"))
    assert (found.format, found.mode, found.getpixel((50, 50))) == ("PNG", "RGBA", (0, 0, 0, 0))


def test_a_huge_photograph_is_stored_as_large_as_anybody_needs() -> None:
    found = read(pictures.encoded(pictures.drawn((7000, 3500))))
    assert found.size == (4096, 2048)


def test_the_same_file_has_the_same_mark_whatever_it_is_called() -> None:
    content = pictures.encoded()
    marks = {reading.read(pictures.upload(content, name)).sha256 for name in ("a.jpg", "b.png")}
    assert len(marks) == 1
