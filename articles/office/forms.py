"""The form of the writing page."""

from collections.abc import Mapping, Sequence
from typing import Any

import js_asset
from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.utils.translation import get_language, get_language_info, gettext_lazy

from articles.body.forms import BodyField, BodyWidget
from articles.categories import tree
from articles.compare.form import MeetsOthers
from articles.models import Article, Category, Change, Image, PublishedVersion
from articles.office import tagging
from articles.office.widgets import Headline, PicksField, Pictures, PointsField, SignaturesField
from articles.preflight.fields import ConfirmedField
from articles.workflow.people import can_see_to
from newsroom.core.models import User
from newsroom.core.moments import MomentField

INDENT = "\u00a0\u00a0\u00a0"


def places() -> list[tuple[int, str]]:
    """The whole tree, indented."""
    return [(row.pk, INDENT * len(row.above) + str(row)) for row in tree.listed(Category.objects.all())]


class ArticleForm(MeetsOthers):
    """Takes anything incomplete; `seen` is the version that it showed. `refusal` is what a verb said to it, `kept` what
    it begins with instead of the working copy."""

    person: User
    refusal: ValidationError | None = None
    kept: Mapping[str, Any] = {}

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    body = BodyField(required=False, label=gettext_lazy("text"), widget=BodyWidget(attrs={"rows": 18}))
    points = PointsField(
        required=False, label=gettext_lazy("in brief"), help_text=gettext_lazy("What happened, a sentence a line.")
    )
    authors = SignaturesField(required=False, label=gettext_lazy("by-line"))
    picture = forms.ModelChoiceField(
        Image.objects.all(), required=False, label=gettext_lazy("picture"), widget=Pictures, empty_label=None
    )
    tags = forms.CharField(
        required=False,
        max_length=600,
        label=gettext_lazy("tags"),
        help_text=gettext_lazy("Separated by commas; a new one is made."),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    related = PicksField(
        required=False,
        label=gettext_lazy("related articles"),
        help_text=gettext_lazy("By title, number or address. Left empty, the site chooses."),
    )
    at = MomentField(required=False, label=gettext_lazy("Day and time"))
    wanted = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("What should be changed"),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    change = forms.ChoiceField(required=False, choices=Change.choices, label=gettext_lazy("What it changes"))
    note = forms.CharField(
        required=False,
        max_length=1000,
        label=gettext_lazy("Note to readers"),
        help_text=gettext_lazy(
            "A correction or clarification needs one: what was wrong, and what is right. An update may say what is new."
        ),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    confirmed = ConfirmedField(required=False, label=gettext_lazy("checks"))
    assignee = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=gettext_lazy("Who sees to it"),
        empty_label=gettext_lazy("Nobody yet"),
    )
    due = MomentField(required=False, label=gettext_lazy("Until"))
    embargo = MomentField(required=False, label=gettext_lazy("Not before"))
    ends = MomentField(required=False, label=gettext_lazy("Ends"))

    class Meta:
        model = Article
        fields = (
            *("title", "standfirst", "body", "points", "language", "kind", "slug"),
            *("picture", "picture_alt", "picture_caption", "category", "categories"),
        )
        widgets = {
            "title": Headline({"rows": 1, "maxlength": 300, "placeholder": gettext_lazy("Headline")}),
            "standfirst": forms.Textarea(
                {"rows": 2, "maxlength": 600, "placeholder": gettext_lazy("Standfirst: what matters, in two sentences")}
            ),
            "picture_caption": forms.Textarea({"rows": 2, "dir": "auto", "maxlength": 500}),
            "categories": forms.CheckboxSelectMultiple,
        }

    class Media:
        css = {
            "all": [
                f"articles/desk/{name}.css"
                for name in ("writing", "sitting", "compare", "measures", "truth", "checks", "workflow")
            ]
        }
        js = [
            *(f"articles/desk/{name}.js" for name in ("writing", "mirror", "autosave", "presence", "measures")),
            js_asset.Script("articles/desk/keys.js", type="module"),
            js_asset.Script("articles/pictures/lead.js", type="module"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article, language = self.instance, self._language()
        self.fields["seen"].initial = article.version
        self._offer(language)
        for name in ("title", "standfirst"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": direction(language)}
        self.initial.setdefault("change", Change.CORRECTION)
        self.initial = {
            **self.initial,
            "embargo": article.embargo_until,
            "ends": article.ends_at,
            "wanted": article.changes_wanted,
            "assignee": article.assignee_id,
            "due": article.due_at,
        }
        if article.pk:
            self.fields["body"].widget.attrs["data-article"] = str(article.pk)
            self.initial["authors"] = [line.author_id for line in article.bylines.all()]
            self.initial["related"] = PicksField.told(pick.picked for pick in article.picks.select_related("picked"))
            self.initial["tags"] = ", ".join(tag.name for tag in article.tags.all())
        elif author := getattr(self.person, "author", None):
            self.initial.setdefault("authors", [author.pk])
        self.initial |= self.kept

    def _language(self) -> str:
        """The article's; of a form that comes back, what was chosen in it."""
        typed = self.data.get("language", "") if self.is_bound else ""
        typed = typed or self.kept.get("language", "")
        found = typed or self.instance.language if self.instance.pk or typed else self.initial.get("language")
        return found if found in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    def _offer(self, language: str) -> None:
        tree_of_places = places()
        for name in ("category", "categories"):
            field: Any = self.fields[name]
            field.choices = [*([("", "–")] if name == "category" else []), *tree_of_places]
        signatures, picks = self.fields["authors"], self.fields["related"]
        if isinstance(signatures, SignaturesField):
            signatures.offer(get_language() or language)
        if isinstance(picks, PicksField):
            picks.among = pickable(self.person, self.instance.pk)
        self.fields["picture"].widget.language = language
        people = self.fields["assignee"]
        if isinstance(people, forms.ModelChoiceField) and self.instance.pk:
            people.queryset = can_see_to(self.instance)

    # -- what was typed -----------------------------------------------------------------------------------------------
    def clean_tags(self) -> list[str]:
        return tagging.names_in(self.cleaned_data["tags"])

    def clean(self) -> dict[str, Any]:
        """Locks the article, so that what is checked from here on still holds when it is saved."""
        cleaned = super().clean() or self.cleaned_data
        stored = Article.objects.select_for_update().filter(pk=self.instance.pk).first() if self.instance.pk else None
        self._find_tags(cleaned)
        if self.refusal is not None:
            self.refuse(self.refusal)
            self.show_values(seen=[stored.version if stored else ""])  # what was typed is saved
        elif stored is not None and not self.errors:
            self.meet_others(cleaned, stored)
        return cleaned

    def _find_tags(self, cleaned: dict[str, Any]) -> None:
        language, names = cleaned.get("language"), cleaned.get("tags")
        if not language or not isinstance(names, list):
            return
        try:
            cleaned["tags"] = tagging.rows_of(names, language=language, by=self.person)
        except ValidationError as refusal:
            self.add_error("tags", refusal)

    def refuse(self, refusal: ValidationError) -> None:
        """Put what a verb said to the fields that it is about."""
        faults = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
        for name, errors in faults.items():
            self.add_error(name if name in self.fields else None, errors)

    def errors_by_field(self) -> Sequence[tuple[str, str, str]]:
        """Where each error leads: the input's id, its label, the words."""
        found = []
        for name, errors in self.errors.items():
            if name in self.fields:
                bound = self[name]
                found += [(bound.id_for_label or bound.auto_id, str(bound.label), str(words)) for words in errors]
        return found


def pickable(person: User, besides: int | None) -> Any:
    """What readers have, and what this person may open."""
    live = PublishedVersion.objects.live().values("article")
    seen = Article.objects.visible_to(person).values("pk")
    return Article.objects.filter(Q(pk__in=live) | Q(pk__in=seen)).exclude(pk=besides or 0)


def direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"
