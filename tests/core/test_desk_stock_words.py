"""What the stock admin says, our catalogues say again in the office's own words."""

import inspect
import re

import pytest
from django.contrib.admin import actions, helpers, options
from django.core import validators
from django.utils.translation import override

from newsroom.core.desk.stock_words import SENTENCES

SOURCES = "".join(inspect.getsource(module) for module in (actions, options, helpers, validators))
WHOLE = re.sub(r'"\s*\n\s*"', "", SOURCES)
"""With the sentences that go over several lines put together."""


@pytest.mark.parametrize("number", range(len(SENTENCES)))
def test_django_still_says_it_in_these_words(number: int) -> None:
    with override(None):
        assert f'"{SENTENCES[number]}"' in WHOLE


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("number", range(len(SENTENCES)))
def test_it_is_translated(number: int, language: str) -> None:
    with override(None):
        english = str(SENTENCES[number])
    with override(language):
        assert str(SENTENCES[number]) != english
