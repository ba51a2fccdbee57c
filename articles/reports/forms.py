from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from articles.models.report import LONGEST, PASSAGE
from articles.reports.verbs import Words
from newsroom.core.public_forms import MailField, PlainField, PublicForm, says_something


class ReportForm(PublicForm):
    """Nothing is cut off while somebody types or pastes: too long a text is refused and comes back whole."""

    button: str | Promise = gettext_lazy("Send to the newsroom")
    error_title: str | Promise = gettext_lazy("Nothing was sent. Your words are kept.")

    text = PlainField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("And what is right, if you know; a source helps."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what is wrong.")},
    )
    passage = PlainField(
        required=False,
        label=gettext_lazy("Passage"),
        help_text=gettext_lazy("The words of the article that it is about, copied from it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    email = MailField(
        required=False,
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Only if the newsroom may ask back. It isn’t published, and goes after three months."),
    )

    def layout(self) -> list[Any]:
        return ["text", "passage", "email"]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        _refuse_long(text, LONGEST)
        if not says_something(text):
            raise ValidationError(self.fields["text"].error_messages["required"], code="required")
        return text

    def clean_passage(self) -> str:
        passage: str = self.cleaned_data["passage"]
        _refuse_long(passage, PASSAGE)
        return passage

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(text=data["text"], passage=data["passage"], email=data["email"])


def _refuse_long(text: str, most: int) -> None:
    if len(text) > most:
        words = ngettext(
            "That is too long: %(number)d character is the most.",
            "That is too long: %(number)d characters are the most.",
            most,
        )
        raise ValidationError(words, code="too_long", params={"number": most})
