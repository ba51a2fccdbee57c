import pytest
from crispy_forms.utils import render_crispy_form
from django.utils import translation

from newsletter import views
from tests.newsletter import letters


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_box_holds_the_form_of_its_newsletter_as_crispy_writes_it(language: str) -> None:
    newsletter = letters.newsletter(language)
    with translation.override(language):
        assert views.box_form(newsletter) == render_crispy_form(views.blank_form(newsletter))
