from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import LONGEST, LONGEST_NAME
from comments.verbs import Words
from newsroom.core.public_forms import LineField, MailField, PlainField, PublicForm, says_something


class CommentForm(PublicForm):
    """Nothing is cut off while somebody types or pastes: too long a text is refused and comes back whole."""

    # Translators: in French: "Poster commentaire"
    button = gettext_lazy("Post comment")
    error_title = gettext_lazy("Your comment wasn’t sent. Your text is kept.")

    comment = PlainField(
        # Translators: in French: "Commentaire"
        label=gettext_lazy("Comment"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write your comment.")},
    )
    name = LineField(
        # Translators: in French: "Nom"
        label=gettext_lazy("Name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write your name or a pseudonym.")},
    )
    # Translators: in French: "E-mail"
    email = MailField(label=gettext_lazy("E-mail"))
    reply = forms.CharField(required=False, widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        return ["comment", Div("name", "email", css_class="pair"), "reply"]

    def clean_comment(self) -> str:
        text: str = self.cleaned_data["comment"]
        if len(text) > LONGEST:
            said = {"number": number_format(len(text), force_grouping=True)}
            limit = {"limit": number_format(LONGEST, force_grouping=True)}
            words = _("Your comment has %(number)s characters; %(limit)s is the most. Shorten it, then send it again.")
            raise ValidationError(words, code="too_long", params={**said, **limit})
        if not says_something(text):
            raise ValidationError(_("Write your comment."), code="required")
        return text

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if len(name) > LONGEST_NAME:
            words = _("Your name is too long; %(limit)d characters are the most.")
            raise ValidationError(words, code="too_long", params={"limit": LONGEST_NAME})
        if not says_something(name):
            raise ValidationError(_("Write your name or a pseudonym."), code="required")
        return name

    def clean_reply(self) -> int | None:
        return reply_number(self.cleaned_data["reply"])

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(name=data["name"], email=data["email"], text=data["comment"])

    def as_one_of_its_own(self) -> None:
        """Answer nothing any more."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was posted is a QueryDict
        data[self.add_prefix("reply")] = ""
        self.data = data


def reply_number(value: str) -> int | None:
    """The number of the comment that is answered; None for what can't be one."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
