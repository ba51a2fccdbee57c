from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from newsroom.core.accounts import guards
from newsroom.core.models import User
from newsroom.core.roles import ROLES


def role_choices() -> list[tuple[str, str]]:
    words = '<b>{}</b> <span class="meta">{}</span>'
    return [(role.code, format_html(words, role.label, role.description)) for role in ROLES]


class MemberForm(forms.ModelForm[User]):
    """An account as administrators see it. `by` is set by the admin class: who fills the form in."""

    by: User
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = User
        fields = ["email", "name", "language"]
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "off", "size": 40}),
            "name": forms.TextInput(attrs={"autocomplete": "off", "size": 40}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "roles" in self.fields:
            self.initial["roles"] = list(self.instance.groups.values_list("name", flat=True))
            if self.instance.pk == self.by.pk:
                self.fields["roles"].disabled = True
                self.fields["roles"].help_text = _(
                    "You can't change your own roles. Ask another administrator to do it."
                )

    def clean_roles(self) -> list[str]:
        roles: list[str] = self.cleaned_data["roles"]
        if self.instance.pk is None and not roles:
            raise ValidationError(_("Choose at least one role: without one they could see nothing."), code="required")
        if self.instance.pk and set(roles) != set(self.initial["roles"]):
            guards.may_set_roles(self.instance, roles, self.by)
        return roles
