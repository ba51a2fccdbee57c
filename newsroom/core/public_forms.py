"""The base of readers' forms: crispy, without cookie or token, with a field that only machines fill in.

Their views are `csrf_exempt` and ask `newsroom.core.origin.same_origin` first.
"""

import unicodedata
from copy import copy
from functools import cache
from typing import Any

import regex
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from newsroom.core.html import UNSEEN

DECOY = "subject"
"""No browser fills in a field of this name by itself; machines fill in whatever there is."""


class SeeOther(HttpResponseRedirect):
    """After a form: whatever was asked, go and look there."""

    status_code = 303


def says_something(text: str) -> bool:
    """Whether there is a letter, a digit, a sign or a picture in it: invisible characters say nothing."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


class PlainField(forms.CharField):
    """Text as a person typed it: NFC, without what can't be seen and turns the text around it, marks not piled up."""

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", UNSEEN.sub("", str(value or "")))
        text = regex.sub(r"\r\n?|[\u2028\u2029]", "\n", text)
        text = regex.sub(r"(\p{M}{4})\p{M}+", r"\1", text)
        return super().to_python(text) or ""


class LineField(PlainField):
    """One line with single blanks."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class MailField(forms.EmailField):
    """An e-mail address, in lower case: it is the same mailbox however it was typed."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        words = {
            "required": gettext_lazy("Enter your e-mail address."),
            "invalid": gettext_lazy("This isn’t an e-mail address. It should look like name@example.com."),
        }
        defaults = {"max_length": 254, "widget": forms.EmailInput(attrs=attrs), "error_messages": words}
        super().__init__(**{**defaults, **kwargs})

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").lower()


class PublicForm(forms.Form):
    """Subclasses name their `layout`, their button and what is said above the list of errors."""

    button: str | Promise = gettext_lazy("Send")
    error_title: str | Promise = gettext_lazy("Nothing was sent")
    css_class = "form"
    required_css_class = "required"

    def __init__(self, *args: Any, action: str = "", css_id: str = "", **kwargs: Any) -> None:
        """`css_id` begins the id of the form and of each field: two forms may stand on one page."""
        super().__init__(*args, **{"auto_id": f"{css_id}-%s" if css_id else "id_%s", **kwargs})
        attrs = {"autocomplete": "off", "tabindex": "-1"}
        self.fields[DECOY] = forms.CharField(
            required=False, label=_("Leave this field empty"), widget=forms.TextInput(attrs=attrs)
        )
        self.helper = FormHelper()
        self.helper.form_action, self.helper.form_id, self.helper.form_class = action, css_id, self.css_class
        self.helper.disable_csrf = True
        self.helper.form_error_title = str(self.error_title)
        self.helper.layout = Layout(*self.layout(), DECOY, Submit("", str(self.button)))

    def layout(self) -> list[Any]:
        """The fields in their order, or crispy's layout objects around them."""
        return [name for name in self.fields if name != DECOY]

    def clean(self) -> dict[str, Any]:
        """Refuses in words what machines do: it may have been a person, whose browser was too helpful."""
        if self.cleaned_data.pop(DECOY, ""):
            typed: Any = copy(self.data)  # Django's own is immutable, its copy isn't
            typed[self.add_prefix(DECOY)] = ""
            self.data = typed
            self.add_error(
                None, ValidationError(_("A hidden field was filled in, as machines do. It is empty now: send again."))
            )
        return self.cleaned_data


def blank(form: type[PublicForm], *, action: str, css_id: str, **hidden: object) -> SafeString:
    """An empty form as crispy writes it; rendered once for each language, all but its address and hidden values."""
    markup = _blank(form, css_id, tuple(hidden), get_language())
    for name, value in {"action": action, **hidden}.items():
        markup = markup.replace(_mark(name), escape(value))
    return SafeString(markup)


@cache
def _blank(form: type[PublicForm], css_id: str, hidden: tuple[str, ...], _language: str | None) -> str:
    marks = {name: _mark(name) for name in hidden}
    return str(render_crispy_form(form(action=_mark("action"), css_id=css_id, initial=marks)))


def _mark(name: str) -> str:
    """Stands for a value, in characters that no sentence of ours holds."""
    return f"\ue000{name}\ue001"
