"""What is done to many articles of the list once somebody has said when, where to or with which tags."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import verbs
from articles.models import Article, Category
from articles.office import many, tagging
from articles.office.forms import places
from articles.preflight.running import CONFIRMED
from newsroom.core.models import User
from newsroom.core.moments import MomentField

ASKED = "asked"
"""Sent by the page that asks, so that an empty answer is told from a first look."""


class PlanForm(forms.Form):
    at = MomentField(required=False, label=gettext_lazy("Day and time"))
    confirmed = forms.BooleanField(
        required=False,
        label=gettext_lazy("Those too of which the checks warn"),
        help_text=gettext_lazy("Otherwise they are left alone, and the list says why."),
    )

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at is None:
            raise ValidationError(_("Choose a day and a time."), code="required")
        if at <= timezone.now():
            raise ValidationError(_("That time has passed. Choose a time to come, or publish now."), code="past")
        return at


class MoveForm(forms.Form):
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=gettext_lazy("category"),
        error_messages={"required": gettext_lazy("Choose a category.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.choices = [("", "–"), *places()]


class TagForm(forms.Form):
    tags = forms.CharField(
        max_length=600,
        label=gettext_lazy("tags"),
        help_text=gettext_lazy("Separated by commas; a new one is made, in the language of each article."),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a tag.")},
    )

    def clean_tags(self) -> list[str]:
        return tagging.names_in(self.cleaned_data["tags"])


class BulkActions:
    """For the list's admin: each asks on a page of its own first."""

    admin_site: Any
    opts: Any

    @admin.action(description=gettext_lazy("Plan the publication…"), permissions=["publish"])
    def plan_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:  # an action's
        form = _asked(PlanForm, request)
        if not form.is_valid():
            return self._ask(request, form, "plan_chosen", _("Plan the publication"), _PLANNED)
        typed = form.cleaned_data
        many.decide(request, _user(request), "plan", {"at": typed["at"], CONFIRMED: None if typed["confirmed"] else ()})
        return None

    @admin.action(description=gettext_lazy("Move to a category…"), permissions=["change"])
    def move_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:  # an action's
        form, user = _asked(MoveForm, request), _user(request)
        if not form.is_valid():
            return self._ask(request, form, "move_chosen", _("Move to a category"), _CHANGED)

        def move(article: Article) -> None:
            if article.category_id == form.cleaned_data["category"].pk:
                raise ValidationError(_("It is in this category already."), code="same")
            article.category = form.cleaned_data["category"]
            verbs.save(article, by=user, seen=article.version)

        many.change(request, user, "move", move)
        return None

    @admin.action(description=gettext_lazy("Add tags…"), permissions=["change"])
    def tag_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:  # an action's
        form, user = _asked(TagForm, request), _user(request)
        if not form.is_valid():
            return self._ask(request, form, "tag_chosen", _("Add tags"), _CHANGED)

        def add(article: Article) -> None:
            rows = tagging.rows_of(form.cleaned_data["tags"], language=article.language, by=user)
            now = set(article.tags.values_list("pk", flat=True))
            wanted = now | set(tagging.kept(rows, by=user))
            if wanted == now:
                raise ValidationError(_("It has these tags already."), code="same")
            verbs.save(article, by=user, seen=article.version, tags=wanted)

        many.change(request, user, "tag", add)
        return None

    def _ask(
        self, request: HttpRequest, form: forms.Form, action: str, title: str, words: str | Promise
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "action": action,
            "asked": ASKED,
            "words": words,
            "articles": list(many.chosen(request, _user(request)).defer("body")),
            "seen": request.POST.getlist("seen"),
            "back": reverse("admin:articles_article_changelist"),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "articles/desk/many.html", context)


_PLANNED = gettext_lazy("Readers get what is written now, at that time. What isn’t ready is left alone.")
_CHANGED = gettext_lazy(
    "The working copies change; readers see it with the next publication. What was approved wants another look."
)


def _asked(form: type[forms.Form], request: HttpRequest) -> forms.Form:
    return form(request.POST if ASKED in request.POST else None)


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  # the admin has asked for the sign-in
    return user
