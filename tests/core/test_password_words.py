"""What is said of a password's length, in the language of the page."""

import pytest
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import override

from newsroom.core.accounts import stock_words

LENGTHS = [(3, "3 أحرف"), (12, "12 حرفًا"), (100, "100 حرف")]


def refusal(length: int) -> str:
    with pytest.raises(ValidationError) as refused:
        MinimumLengthValidator(length).validate("ab")
    return str(refused.value.messages[0])


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("length", [3, 12, 100])
def test_our_sentences_are_djangos(language: str, length: int) -> None:
    with override(language):
        assert refusal(length) == stock_words.TOO_SHORT % length
        assert MinimumLengthValidator(length).get_help_text() == stock_words.MUST_CONTAIN % {"min_length": length}


@pytest.mark.parametrize(("length", "counted"), LENGTHS)
def test_arabic_counts_letters_as_arabic_does(length: int, counted: str) -> None:
    with override("ar"):
        assert counted in refusal(length)
        assert counted in MinimumLengthValidator(length).get_help_text()
