"""The desk's own models in the office: the publication and the audit trail."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import admin as stock_admin  # noqa: F401  # it registers groups, so that they can be taken out
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from newsroom.core import audit
from newsroom.core.desk.base import DeskAdmin, DeskFields
from newsroom.core.desk.lists import KeysetChangeList
from newsroom.core.models import AuditEntry, Publication, PublicationText, SocialAccount, User
from newsroom.core.pagestore import changed, keys

# Groups are the copy of the table in roles.py: nobody edits them.
admin.site.unregister(Group)


class TextsFormSet(BaseInlineFormSet[PublicationText, Publication, Any]):
    """One form per language, there or not yet; one that is left empty makes no row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        publication = kwargs.get("instance")
        there = {text.language for text in publication.texts.all()} if publication and publication.pk else set()
        missing = [{"language": code} for code, _name in settings.LANGUAGES if code not in there]
        super().__init__(*args, **{**kwargs, "initial": missing})

    def add_fields(self, form: Any, index: int | None) -> None:
        """Each form speaks its language: direction and spelling are the text's, not the office's."""
        super().add_fields(form, index)
        code = form.instance.language or (form.initial or {}).get("language", "")
        if not code:
            return
        information = get_language_info(code)
        form.language_name = capfirst(information["name_local"])
        for field in ("name", "strapline", "legal_notice", "contact"):
            direction = "rtl" if information["bidi"] else "ltr"
            form.fields[field].widget.attrs.update(lang=code, dir=direction)

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.instance.language == settings.LANGUAGE_CODE:
                raise ValidationError(
                    _("The texts in the default language stay: they are shown where others are missing.")
                )


class PartOfPublication:
    """Who may change the publication changes all of it; its parts have no rights of their own."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("core.view_publication")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("core.change_publication")

    has_add_permission = has_delete_permission = has_change_permission


class TextsInline(PartOfPublication, DeskFields, admin.StackedInline[PublicationText, Publication]):
    model = PublicationText
    formset = TextsFormSet
    template = "desk/texts_inline.html"
    max_num = len(settings.LANGUAGES)
    fields = ("language", "name", "strapline", "contact", "legal_notice")

    def get_extra(self, request: HttpRequest, obj: Publication | None = None, **kwargs: Any) -> int:
        return len(settings.LANGUAGES) - (obj.texts.count() if obj else 0)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_choice_field(db_field, request, **{**kwargs, "widget": forms.HiddenInput})


class AccountsInline(PartOfPublication, DeskFields, admin.TabularInline[SocialAccount, Publication]):
    model = SocialAccount
    extra = 0
    fields = ("network", "url", "language", "position")


@admin.register(Publication)
class PublicationAdmin(DeskAdmin[Publication]):
    """One row: the list leads to it, nothing adds another, nothing takes it away."""

    trail = "publication"
    fields = ("contact_email", "phone")
    inlines = (TextsInline, AccountsInline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        changed(keys.shell())

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)  # which refuses
        row = Publication.objects.current()
        return HttpResponseRedirect(reverse("admin:core_publication_change", args=[row.pk]))


class FamilyFilter(admin.SimpleListFilter):
    title = _("what")
    parameter_name = "what"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return audit.families()

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        name = self.value()
        return queryset.filter(verb__startswith=f"{name}.") if name else queryset


class PersonFilter(admin.SimpleListFilter):
    title = _("who")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        people = [(str(person.pk), str(person)) for person in User.objects.all()]
        return [*people, ("system", str(_("The system")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        chosen = self.value() or ""
        if chosen == "system":
            return queryset.filter(actor=None, actor_name="")
        return queryset.filter(actor_id=int(chosen)) if chosen.isdecimal() else queryset


class SinceFilter(admin.SimpleListFilter):
    title = _("when")
    parameter_name = "since"
    spans = {"1": _("Last 24 hours"), "7": _("Last 7 days"), "30": _("Last 30 days"), "365": _("Last 12 months")}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.spans.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        days = self.value()
        if days not in self.spans:
            return queryset
        return queryset.filter(at__gte=timezone.now() - timedelta(days=int(days)))


@admin.register(AuditEntry)
class AuditEntryAdmin(DeskAdmin[AuditEntry]):
    """The trail, to be read: whoever writes it does so through `newsroom.core.audit`."""

    list_display = ("told", "at")
    list_display_links = None
    list_filter = (FamilyFilter, PersonFilter, SinceFilter)
    sortable_by = ()
    show_full_result_count = False
    actions = None

    @admin.display(description=_("what happened"))
    def told(self, entry: AuditEntry) -> SafeString:
        return audit.in_html(entry)

    def get_urls(self) -> list[URLPattern]:
        """The list alone: it tells all that there is to tell of an entry."""
        view = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="core_auditentry_changelist")]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        return KeysetChangeList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
