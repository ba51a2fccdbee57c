from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models.note import LONGEST, PASSAGE
from articles.notes.people import colleagues
from newsroom.core.models import User
from newsroom.core.several import SeveralField


class NoteForm(forms.Form):
    """`auto_id` keeps its inputs apart from those of the writing page."""

    text = forms.CharField(
        max_length=LONGEST,
        label=_("Note"),
        help_text=_("@ and a name tells a colleague, who may then read the article."),
        error_messages={"required": _("Write what you want to say.")},
        widget=forms.Textarea({"rows": 4, "dir": "auto", "autocomplete": "off", "data-mentions": ""}),
    )
    passage = forms.CharField(
        required=False,
        max_length=PASSAGE,
        label=_("Passage that it is about"),
        widget=forms.Textarea({"rows": 2, "dir": "auto", "autocomplete": "off"}),
    )
    people = SeveralField(User.objects.none(), required=False, label=_("Tell"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "note_%s", **kwargs})
        people = self.fields["people"]
        if isinstance(people, forms.ModelMultipleChoiceField):
            people.queryset = colleagues(person)
