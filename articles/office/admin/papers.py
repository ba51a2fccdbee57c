"""Static pages in the office: who we are, the legal notice."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import owed, static_pages
from articles.body.forms import BodyField, BodyWidget
from articles.categories.verbs import lock_tree
from articles.models import StaticPage
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.models import User


class OriginalField(forms.ModelChoiceField[StaticPage]):
    def label_from_instance(self, page: StaticPage) -> str:
        return f"{page.title} ({page.get_language_display()})"


class StaticPageForm(forms.ModelForm[StaticPage]):
    """Refuses to overwrite what somebody else saved since it was opened; `seen` is the version that it showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    body = BodyField(required=False, label=gettext_lazy("text"), widget=BodyWidget(attrs={"rows": 14}))

    class Meta:
        model = StaticPage
        field_classes = {"translation_of": OriginalField}
        fields = ("language", "title", "slug", "translation_of", "body", "is_published")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version
        originals = StaticPage.objects.filter(translation_of=None).exclude(pk=self.instance.pk)
        cast(OriginalField, self.fields["translation_of"]).queryset = originals

    def clean(self) -> dict[str, Any]:
        """Takes the tree's lock first, so that what is checked from here on still holds when it is saved."""
        lock_tree()
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_published") and (open_still := owed.left_open(cleaned.get("body") or "")):
            words = _(
                "Readers would see what is meant for you. Write your own words in the place of %(brackets)s first."
            )
            self.add_error("body", ValidationError(words, code="open", params={"brackets": ", ".join(open_still)}))
        if self.instance.pk:
            current = StaticPage.objects.values_list("version", flat=True).filter(pk=self.instance.pk).first()
            if cleaned.get("seen") != current:
                data = QueryDict(mutable=True)
                data.update(self.data)
                data[self.add_prefix("seen")] = str(current)
                self.data = data
                words = _(
                    "Somebody saved this page while you had it open. Nothing of yours is lost: it is all still below. "
                    "Look at what is saved now in a second window, then save again to replace it with yours."
                )
                self.add_error(None, ValidationError(words, code="stale"))
        return cleaned


@admin.register(StaticPage)
class StaticPageAdmin(DeskAdmin[StaticPage]):
    form = StaticPageForm
    fields = ("language", "title", "slug", "translation_of", "body", "is_published", "seen")
    list_display = ("called", "language", "slug", "is_published")
    list_filter = ("language", "is_published")
    search_fields = ("title", "slug")
    sortable_by = ()
    add_words = gettext_lazy("New page")
    trail = ""  # the verbs record themselves

    @admin.display(description=gettext_lazy("title"))
    def called(self, page: StaticPage) -> SafeString:
        return format_html('<bdi lang="{}">{}</bdi>', page.language, page.title)

    def get_fields(self, request: HttpRequest, obj: StaticPage | None = None) -> Any:
        """Who may only read it sends nothing, and needs no version."""
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [name for name in self.fields or () if may or name != "seen"]

    def get_form(self, request: HttpRequest, obj: StaticPage | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        begun = owed.named(request.GET.get("begin", ""), request.GET.get("language", ""))
        if begun is None:
            return super().get_changeform_initial_data(request)
        facts = {"language": begun.language, "title": begun.title, "slug": begun.slug, "body": begun.body}
        return {**facts, "translation_of": begun.original}

    def save_model(self, request: HttpRequest, obj: StaticPage, form: Any, change: bool) -> None:
        static_pages.write(obj, by=_person(request))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its addresses go with it and need no permission of their own."""
        gone = [str(page) for page in objs]
        return gone, {StaticPage._meta.verbose_name_plural: len(gone)}, set(), []

    def delete_model(self, request: HttpRequest, obj: StaticPage) -> None:
        static_pages.remove(obj, by=_person(request))


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
