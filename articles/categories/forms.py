from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from articles.categories import tree, verbs
from articles.models import DEEPEST, Category, CategoryText
from newsroom.core.models import AuditEntry

INDENT = "\u00a0\u00a0\u00a0"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class CategoryForm(forms.ModelForm[Category]):
    """Refuses to overwrite what somebody else saved since it was opened; `seen` is the version that it showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Category
        fields = ("parent", "colour", "editors")
        widgets = {"colour": forms.TextInput(attrs={"type": "color"}), "editors": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version
        if isinstance(field := self.fields.get("parent"), forms.ModelChoiceField):
            field.choices = [("", _("– none: a section of its own –")), *self._places()]
        if isinstance(field := self.fields.get("editors"), forms.ModelMultipleChoiceField):
            field.queryset = verbs.eligible_editors()

    def _places(self) -> list[tuple[int, str]]:
        """What this category may hang below, indented as in the tree."""
        own = self.instance.pk
        shallow = [place for place in tree.outline() if len(place.above) < DEEPEST - 1]
        fitting = [place for place in shallow if own not in (place.pk, *place.above)]
        return [(place.pk, INDENT * len(place.above) + place.name) for place in fitting]

    def clean_colour(self) -> str:
        return str(self.cleaned_data["colour"]).lower()

    def clean(self) -> dict[str, Any]:
        """Takes the tree's lock first, so that what is checked from here on still holds when it is saved."""
        verbs.lock_tree()
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and "seen" in cleaned:
            current = Category.objects.values_list("version", flat=True).filter(pk=self.instance.pk).first()
            if cleaned["seen"] != current:
                self._refuse_stale(current)
        return cleaned

    def _refuse_stale(self, current: int | None) -> None:
        """Says who was faster and leaves the choice: what was typed stays, and saving again replaces the other's."""
        data = QueryDict(mutable=True)
        data.update(self.data)  # keeps every value of a field that has several
        data[self.add_prefix("seen")] = str(current)
        self.data = data
        last = AuditEntry.objects.about(self.instance).first()
        words = _(
            "%(who)s saved this category on %(when)s, while you had it open. Nothing of yours is lost: it is all still "
            "below. Look at what is saved now in a second window, then save again to replace it with yours."
        )
        when = date_format(timezone.localtime(last.at), "SHORT_DATETIME_FORMAT") if last else ""
        params = {"who": (last.actor_name if last else "") or _("Somebody"), "when": when}
        self.add_error(None, forms.ValidationError(words, code="stale", params=params))


class CategoryTextForm(forms.ModelForm[CategoryText]):
    """One language's words, each field in that language and its direction."""

    class Meta:
        model = CategoryText
        fields = ("language", "name", "slug", "description")
        widgets = {"language": forms.HiddenInput, "description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.language
        self.fields["name"].required = self.instance.pk is not None  # no star where nothing need be written
        for name in ("name", "slug", "description"):
            direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
            self.fields[name].widget.attrs.update(lang=code, dir=direction)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name, or empty the other fields of this language."), code="required")
        return name

    @property
    def language(self) -> str:
        return self.instance.language or self.initial.get("language") or settings.LANGUAGE_CODE

    @property
    def heading(self) -> SafeString:
        """The language's name in the office's language, and in its own beside it."""
        info = get_language_info(self.language)
        ours, own = gettext(info["name"]), info["name_local"]
        if ours.casefold() == own.casefold():
            return format_html("{}", own.capitalize())
        return format_html('{} <bdi lang="{}">{}</bdi>', ours.capitalize(), self.language, own)


class CategoryTextFormSet(forms.BaseInlineFormSet[CategoryText, Category, CategoryTextForm]):
    """A form for every language of the site: those that are written, then those that aren't."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance: Category | None = kwargs.get("instance")
        written = {text.language for text in instance.texts.all()} if instance and instance.pk else set()
        missing = [code for code in LANGUAGES if code not in written]
        kwargs["initial"] = [{"language": code} for code in missing]
        self.extra = len(missing)
        super().__init__(*args, **kwargs)

    def get_queryset(self) -> Any:
        if not hasattr(self, "_in_order"):
            self._in_order = sorted(super().get_queryset(), key=lambda text: LANGUAGES.index(text.language))
        return self._in_order

    def clean(self) -> None:
        """A category without any words is a blank line in everybody's list."""
        super().clean()
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        if not any(not form.cleaned_data.get("DELETE") for form in kept if hasattr(form, "cleaned_data")):
            raise forms.ValidationError(_("Write a name in at least one language."), code="nameless")
