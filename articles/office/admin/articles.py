"""Articles in the office: the list, the writing page, and its buttons."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.agenda.views import urls as agenda_urls
from articles.body import pickers
from articles.body import render as render_bodies
from articles.compare.pages import urls as compare_urls
from articles.desk import verbs
from articles.history import told
from articles.history.views import urls as history_urls
from articles.models import Article
from articles.notes import views as notes
from articles.office import checks, deleting, tagging
from articles.office.admin import listing
from articles.office.admin.article_list import LIST, ArticleList, person
from articles.office.deeds import DEEDS, Deed, Standing, offered, read, standing
from articles.office.forms import ArticleForm, direction
from articles.office.withdrawing import WithdrawForm
from articles.preflight import office as preflight
from articles.previews.views import urls as preview_urls
from articles.recurring import beginning
from articles.recurring import views as recurring
from articles.reviewing.office import urls as review_urls
from articles.sittings import writing as sittings
from articles.sittings.sitting import Sitting
from articles.sittings.views import urls as sitting_urls
from articles.translations import views as translations
from newsroom.core.models import User
from newsroom.core.several import SeveralField

CHANGE = "admin:articles_article_change"
SHEET = ("title", "standfirst", "body")
SECTIONS: tuple[tuple[str | Promise, list[str], str], ...] = (
    (gettext_lazy("Section and by-line"), ["category", "authors", "language", "kind"], ""),
    (gettext_lazy("Lead picture"), ["picture", "picture_alt", "picture_caption"], ""),
    (gettext_lazy("In brief"), ["points"], "bare"),
    (gettext_lazy("Tags, other categories, address"), ["tags", "categories", "related", "slug"], "collapse"),
)


class ArticleAdmin(ArticleList):
    form = ArticleForm
    trail = ""  # the verbs record themselves
    object_history_template = "articles/history/history.html"

    # -- the writing page ---------------------------------------------------------------------------------------------
    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return [(None, {"fields": []})]
        rail = [(words, {"fields": names, "classes": ["rail", how]}) for words, names, how in SECTIONS]
        return [(None, {"fields": [*SHEET, "seen"], "classes": ["sheet"]}), *rail]

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            kwargs["form"] = forms.ModelForm
        form = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, "refusal", None)
        user = person(request)
        kept = sittings.initial(request, obj, user)
        return type("ArticleForm", (form,), {"person": user, "refusal": refusal, "kept": kept})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Relations without the stock buttons that open other forms in a window."""
        if db_field.name in {"category", "categories"}:
            several = {"form_class": SeveralField} if db_field.many_to_many else {}
            return db_field.formfield(**several, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        plain = {"language": get_language() or "fr", **super().get_changeform_initial_data(request)}
        return {**plain, **beginning.initial(request, person(request))}

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        value = request.POST.get("deed")
        object_id = object_id or sittings.begun(request, person(request))
        if request.method == "POST" and value:
            article = self.get_object(request, object_id or "")
            name, _number = read(value)
            if article is None or name not in DEEDS or name == "withdraw":
                raise Http404
            _allowed(DEEDS[name], standing(article, person(request)), person(request))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article: Article | None = kwargs.get("obj")
        user, may_edit = person(request), True
        refusal = getattr(request, "refusal", None)
        if context["errors"] and refusal is None:
            sittings.refused(request, article, user)
        if article is not None and article.pk:
            article = Article.objects.get(pk=article.pk)
            state = standing(article, user)
            may_edit = state.may_edit
            context |= {"state": state, "offered": offered(state, user), "refusal": refusal}
            if state.may_edit:
                wished = getattr(request, "typed", {}).get("at")
                context |= checks.panel(article, now=state.now, at=wished or state.begins)
            context["row"] = Article.objects.with_standing(state.now).get(pk=article.pk)
            context["state_line"] = listing.state_of(context["row"])
            context["latest"] = article.revisions.saved().select_related("made_by")[:4]
            context["direction"] = direction(article.language)
            if not state.may_edit:
                context["text"] = render_bodies([article], state.now)[article.pk]
        context["sitting"] = sittings.context(request, article, user, may_edit=may_edit)
        return super().render_change_form(request, context, *args, **kwargs)

    # -- saving, and what the buttons do ------------------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Nothing yet: the verb writes the article together with its relations, in `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        user, typed = person(request), form.cleaned_data
        tags = tagging.kept(typed["tags"], by=user)
        sitting = Sitting.read(request.POST)
        verbs.save(
            form.instance,
            by=user,
            sitting=sitting.id if sitting else None,
            authors=typed["authors"],
            categories=[category.pk for category in typed["categories"]],
            tags=tags,
            related=typed["related"],
        )
        sittings.saved(request, form.instance, user)
        request.typed = typed  # type: ignore[attr-defined]  # for the deed, which comes with the response

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        self.message_user(request, _("The draft is saved."), messages.SUCCESS)
        return self._back(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        value = request.POST.get("deed", "")
        if not value:
            self.message_user(request, _("Saved."), messages.SUCCESS)
            return self._back(request, obj)
        name, number = read(value)
        try:
            said = self._do(name, number, obj.pk, person(request), getattr(request, "typed", {}))
        except ValidationError as refusal:
            # What was written is saved; the form comes back as it was typed, with what the verb says to it.
            request.refusal = refusal  # type: ignore[attr-defined]  # for the form
            found: HttpResponse = self.changeform_view(request, str(obj.pk), reverse(CHANGE, args=[obj.pk]))
            return found
        self.message_user(request, said, messages.SUCCESS)
        return self._back(request, obj)

    def _do(self, name: str, number: int, pk: int, user: User, typed: Any) -> str | SafeString:
        """Run a deed whole or not at all; answers what to say. Raises ValidationError."""
        with transaction.atomic():
            article = Article.objects.select_for_update().get(pk=pk)
            if not DEEDS[name].may(standing(article, user), user):
                raise ValidationError(_("It is saved, but in this category that isn’t yours to decide."), code="scope")
            DEEDS[name].run(article, user, typed, number)
        live = Article.objects.get(pk=pk).versions.live().with_addresses().first()
        if live is None or name not in {"publish", "correct", "reinstate", "reinstate_text"}:
            return str(DEEDS[name].said)
        return format_html('{} <a href="{}">{}</a>', DEEDS[name].said, live.get_absolute_url(), _("Look at the page"))

    def _back(self, request: HttpRequest, article: Article) -> HttpResponse:
        """To the writing page, or to the list where the article has left this person's part of the paper."""
        seen = Article.objects.visible_to(person(request)).filter(pk=article.pk).exists()
        return HttpResponseRedirect(reverse(CHANGE, args=[article.pk]) if seen else reverse(LIST))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        article = self.get_object(request, object_id)
        states = told.states(article, at=timezone.now()) if article else []
        return super().history_view(request, object_id, {"states": states, **(extra_context or {})})

    # -- addresses of its own -----------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        def own(route: str, view: Any, name: str) -> URLPattern:
            found: URLPattern = path(
                f"<int:pk>/{route}/", self.admin_site.admin_view(view), name=f"articles_article_{name}"
            )
            return found

        return [
            *pickers.urls(self.admin_site),
            *sitting_urls(self.admin_site),
            *compare_urls(self.admin_site),
            *notes.urls(self.admin_site),
            *recurring.urls(self.admin_site),
            *agenda_urls(self.admin_site),
            *history_urls(self.admin_site),
            *preflight.urls(self.admin_site),
            *preview_urls(self.admin_site),
            *review_urls(self.admin_site),
            *translations.urls(self.admin_site),
            own("take-back", require_POST(self.take_back), "take_back"),
            own("withdraw", self.withdraw, "withdraw"),
            *super().get_urls(),
        ]

    def _visible(self, request: HttpRequest, pk: int) -> Article:
        article = Article.objects.visible_to(person(request)).filter(pk=pk).first() if pk < 2**63 else None
        if article is None:
            raise Http404
        return article

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For the writer, whose form is read-only by now and sends nothing."""
        article, user = self._visible(request, pk), person(request)
        _allowed(DEEDS["take_back"], standing(article, user), user)
        try:
            self.message_user(request, self._do("take_back", 0, pk, user, {}), messages.SUCCESS)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        return self._back(request, article)

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks why, on a page of its own."""
        article, user = self._visible(request, pk), person(request)
        _allowed(DEEDS["withdraw"], standing(article, user), user)
        form = WithdrawForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                said = self._do("withdraw", 0, pk, user, form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                self.message_user(request, said, messages.SUCCESS)
                return self._back(request, article)
        return self.ask_why(request, form, [article], back=reverse(CHANGE, args=[pk]))

    # -- deleting a draft ---------------------------------------------------------------------------------------------
    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its own words and revisions go with a draft and need no permission of their own."""
        gone = [str(article) for article in objs]
        return gone, {Article._meta.verbose_name_plural: len(gone)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        deleting.refuse_changed(obj, person(request), request.POST.get("seen", ""))
        verbs.discard(Article.objects.filter(pk=obj.pk), by=person(request))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        article = self.get_object(request, object_id)
        asked = {"seen": deleting.mark(article, person(request))} if article else {}
        try:
            return super().delete_view(request, object_id, {**asked, **(extra_context or {})})
        except ValidationError as refusal:  # somebody wrote or published between the question and the answer
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(reverse(CHANGE, args=[object_id]))


admin.site.register(Article, ArticleAdmin)


def _allowed(deed: Deed, state: Standing, user: User) -> None:
    if not deed.may(state, user):
        raise Http404
