from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsletter.models import Newsletter
from newsroom.core import mail
from newsroom.core.models.user import validate_plain_address
from newsroom.core.public_forms import MailField, PublicForm


class SignUpForm(PublicForm):
    # Translators: label of the one field in the newsletter's box; in French: "Votre adresse e-mail"
    email = MailField(label=gettext_lazy("Your e-mail address"))
    newsletter = forms.ModelChoiceField(
        queryset=Newsletter.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Choose a newsletter."),
            "invalid_choice": gettext_lazy("This newsletter takes no sign-ups any more."),
        },
    )

    # Translators: the button of the newsletter's box; in French: "S’inscrire"
    button = gettext_lazy("Sign up")
    error_title = gettext_lazy("You aren’t signed up yet")
    css_class = "letter-form"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["newsletter"]
        field.queryset = Newsletter.objects.open()

    def layout(self) -> list[Any]:
        return [Field("email"), "newsletter"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        validate_plain_address(email)
        try:
            mail.refuse_address(email)
        except ValueError:
            words = _("No mail server would take this address. Check how it is written.")
            raise ValidationError(words, code="address") from None
        return email
