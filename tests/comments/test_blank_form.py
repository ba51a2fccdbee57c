import pytest
from crispy_forms.utils import render_crispy_form
from django.utils import translation

from comments.forms import CommentForm
from comments.views import FORM, form_address
from newsroom.core.public_forms import blank


@pytest.mark.parametrize("article", [1, 23])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_below_an_article_stands_the_form_as_crispy_writes_it(language: str, article: int) -> None:
    with translation.override(language):
        fresh = render_crispy_form(CommentForm(action=form_address(article), css_id=FORM))
        assert blank(CommentForm, action=form_address(article), css_id=FORM) == fresh
