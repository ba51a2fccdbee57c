from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why, for the newsroom; and what readers are told in its place."""

    reason = forms.CharField(
        label=_("Reason, for the newsroom"),
        max_length=2000,
        error_messages={"required": _("Write down why, for the newsroom.")},
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    words = forms.CharField(
        required=False,
        label=_("Words for readers"),
        max_length=1000,
        help_text=_("They stand where the article was. Left empty, readers are told that it was withdrawn."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
