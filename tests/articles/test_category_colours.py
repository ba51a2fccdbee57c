import pytest
from django.core.exceptions import ValidationError

from articles.colours import DAY, LEAST, NIGHT, by_day, by_night, contrast, luminance, style_sheet, validate_colour
from articles.demo.sections import SECTIONS

LOUD = ["#ffcc00", "#ffffff", "#ff0000", "#00ff00", "#808080", "#000000", "#0000ff"]


def test_contrast_is_that_of_the_specification() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert luminance("#ffffff") == 1


@pytest.mark.parametrize("colour", LOUD)
def test_the_shade_by_day_can_be_read_and_is_accepted(colour: str) -> None:
    assert contrast(by_day(colour), DAY) >= LEAST
    validate_colour(by_day(colour))


@pytest.mark.parametrize("colour", LOUD)
def test_the_tint_by_night_can_be_read(colour: str) -> None:
    assert contrast(by_night(colour), NIGHT) >= LEAST


def test_a_legible_colour_stays_what_it_is() -> None:
    assert by_day("#00614a") == "#00614a"


def test_a_colour_too_light_is_refused_with_a_darker_one() -> None:
    with pytest.raises(ValidationError, match="too light") as caught:
        validate_colour("#ffcc00")
    assert by_day("#ffcc00") in caught.value.messages[0]


@pytest.mark.parametrize("colour", ["red", "#00614A", "#fff", "#00614a;", "#00614a\n", "url(x)", ""])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValidationError):
        validate_colour(colour)


@pytest.mark.parametrize("sample", SECTIONS)
def test_the_demo_uses_legible_colours(sample: object) -> None:
    validate_colour(getattr(sample, "colour"))  # noqa: B009  # a named tuple seen as a plain parameter


def test_the_style_sheet_names_each_colour_once_by_day_and_by_night() -> None:
    sheet = style_sheet(["00614a", "00614a"])
    assert sheet.count('[data-colour="00614a"]') == 2
    assert f"--rub:{by_night('#00614a')}" in sheet
