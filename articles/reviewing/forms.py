"""What a reviewer fills in, and what the desk does to make a link."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.review import ASKED, NAME, READER, REMARK
from articles.reviewing.verbs import Words
from newsroom.core.public_forms import LineField, PlainField, PublicForm

LIFETIMES = (
    (1, gettext_lazy("one day")),
    (3, gettext_lazy("three days")),
    (7, gettext_lazy("one week")),
    (14, gettext_lazy("two weeks")),
    (30, gettext_lazy("one month")),
    (90, gettext_lazy("three months")),
)
USUAL = 7


class RemarkForm(PublicForm):
    """A note, an approval, or both; a name with either."""

    button = gettext_lazy("Send to the newsroom")
    error_title = gettext_lazy("Nothing was sent. Your text is kept.")

    text = PlainField(
        required=False,
        max_length=REMARK,
        label=gettext_lazy("Your notes"),
        help_text=gettext_lazy("What should be changed, and where. Only the newsroom reads it."),
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )
    approves = forms.BooleanField(
        required=False, label=gettext_lazy("I have read this text and approve it as it stands here.")
    )
    name = LineField(
        max_length=NAME,
        label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write your name, so that the newsroom knows who speaks.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text", "").strip() and not cleaned.get("approves"):
            self.add_error("text", ValidationError(_("Write a note, or tick that you approve the text."), "empty"))
        return cleaned

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(name=data["name"], text=data["text"].strip(), approves=data["approves"])


class LinkForm(forms.Form):
    """For whom, which text, how long."""

    reader = forms.CharField(
        max_length=READER,
        label=gettext_lazy("For whom"),
        help_text=gettext_lazy("A name that tells you who it is: “Maître Benjelloun”, “the source at the port”."),
        error_messages={"required": gettext_lazy("Say for whom the link is.")},
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    revision = forms.TypedChoiceField(
        coerce=int,
        label=gettext_lazy("Which text"),
        help_text=gettext_lazy("They see this one for as long as the link is good, whatever you change meanwhile."),
    )
    days = forms.TypedChoiceField(
        choices=LIFETIMES, coerce=int, initial=USUAL, label=gettext_lazy("Good for"), required=True
    )
    asked = forms.CharField(
        required=False,
        max_length=ASKED,
        label=gettext_lazy("What you ask of them"),
        help_text=gettext_lazy("Stands above the text, for instance: “Please check the two quotes of yours.”"),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, states: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "review_%s", **kwargs})
        field: Any = self.fields["revision"]
        field.choices = states

    @property
    def lifetime(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])
