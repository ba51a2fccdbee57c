from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, gettext_lazy

from articles.body.forms import BodyField, BodyWidget
from articles.models import Category, Kind, PieceTemplate
from articles.models.article import validate_points
from articles.office.forms import places
from articles.office.widgets import Headline, PointsField
from articles.slugs import tidy

PLAIN = ("kind", "title", "standfirst", "body")


class PieceTemplateForm(forms.ModelForm[PieceTemplate]):
    """What is written in a template. Tags and pictures that it took over from an article stay as they are."""

    kind = forms.ChoiceField(choices=Kind.choices, label=gettext_lazy("kind"), initial=Kind.NEWS)
    category = forms.ModelChoiceField(Category.objects.all(), required=False, label=gettext_lazy("category"))
    title = forms.CharField(
        required=False, max_length=300, label=gettext_lazy("headline"), widget=Headline({"rows": 1})
    )
    standfirst = forms.CharField(
        required=False, max_length=600, label=gettext_lazy("standfirst"), widget=forms.Textarea({"rows": 2})
    )
    points = PointsField(
        required=False, label=gettext_lazy("in brief"), help_text=gettext_lazy("What happened, a sentence a line.")
    )
    body = BodyField(required=False, label=gettext_lazy("text"), widget=BodyWidget(attrs={"rows": 14}))

    class Meta:
        model = PieceTemplate
        fields = ("name", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.instance.document
        self.initial = {
            **{name: getattr(document, name) for name in PLAIN},
            "points": list(document.points),
            "category": document.category,
            **self.initial,
        }
        category: Any = self.fields["category"]
        category.choices = [("", "–"), *places()]
        language = self.instance.language if self.instance.language in dict(settings.LANGUAGES) else "fr"
        way = "rtl" if get_language_info(language)["bidi"] else "ltr"
        for name in ("title", "standfirst", "points"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": way}

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean_points(self) -> list[str]:
        points: list[str] = self.cleaned_data["points"]
        validate_points(points)
        return points

    def clean(self) -> dict[str, Any]:
        """Puts what was typed into the document."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            category, points = cleaned["category"], tuple(cleaned["points"])
            facts = {name: cleaned[name] for name in PLAIN}
            document = replace(self.instance.document, **facts, language=cleaned["language"], points=points)
            self.instance.data = replace(document, category=category.pk if category else None).to_json()
        return cleaned


class KeepForm(forms.Form):
    """How to call the template that an article becomes."""

    name = forms.CharField(
        max_length=80,
        label=gettext_lazy("name"),
        help_text=PieceTemplate._meta.get_field("name").help_text,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off", "list": "known-templates"}),
    )
    over = forms.BooleanField(required=False, label=gettext_lazy("Replace the template that has this name"))

    def clean_name(self) -> str:
        if name := tidy(self.cleaned_data["name"]):
            return name
        raise ValidationError(self.fields["name"].error_messages["required"], code="required")
