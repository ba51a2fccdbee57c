from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from newsroom.core.models import User

LONGEST_PASSWORD = 1000
"""Room for any phrase, and no megabytes to hash."""


def password_rules() -> str:
    return " ".join(map(str, password_validators_help_texts()))


class EmailInput(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        widget = forms.EmailInput(attrs=attrs)
        super().__init__(label=_("E-mail address"), max_length=254, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").lower()


class PasswordInput(forms.CharField):
    def __init__(self, label: Any, *, current: bool, **kwargs: Any) -> None:
        attrs = {"autocomplete": "current-password" if current else "new-password"}
        widget = forms.PasswordInput(attrs=attrs)
        super().__init__(label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget, **kwargs)


class SignInForm(forms.Form):
    username = EmailInput()
    password = PasswordInput(_("Password"), current=True)


class ResetForm(forms.Form):
    email = EmailInput()


class NewPasswordForm(forms.Form):
    """A new password, twice, held against the rules of `AUTH_PASSWORD_VALIDATORS`, which it tells beforehand."""

    new_password = PasswordInput(_("New password"), current=False, help_text=lazy(password_rules, str)())
    again = PasswordInput(_("New password, once more"), current=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("new_password") not in {None, again}:
            raise ValidationError(_("The two passwords differ; write the same one twice."), code="differ")
        return again

    def clean(self) -> dict[str, Any]:
        if "new_password" in self.cleaned_data:
            try:
                validate_password(self.cleaned_data["new_password"], self.person())
            except ValidationError as error:
                self.add_error("new_password", error)
        return self.cleaned_data

    def person(self) -> User:
        """Whom the password must not resemble."""
        return self.user


class JoinForm(NewPasswordForm):
    name = User._meta.get_field("name").formfield(widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}))
    field_order = ["name", "new_password", "again"]

    def person(self) -> User:
        return User(email=self.user.email, name=self.cleaned_data.get("name", ""))


class PasswordForm(NewPasswordForm):
    """The owner's change: the password so far is asked for as well (the view checks it, behind the throttle)."""

    old_password = PasswordInput(_("Present password"), current=True)
    field_order = ["old_password", "new_password", "again"]


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "email", "language", "mails"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
            "language": forms.Select(choices=settings.LANGUAGES),
        }
