"""The category tree in the office.

Every member sees the whole tree. Its shape – what exists, where it hangs, in which colour, who edits it – is the
editor-in-chief's (`articles.edit_every_category`); an editor changes the words of the categories chosen for them and of
all below. What a person may not change answers a POST as if it weren't there.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.categories import tree, verbs
from articles.categories.forms import LANGUAGES, CategoryForm, CategoryTextForm, CategoryTextFormSet
from articles.models import Category, CategoryText
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.desk.lists import UncountedChangeList
from newsroom.core.models import User
from newsroom.core.registry import who_points_at

CHIEF = "articles.edit_every_category"


class TreeChangeList(UncountedChangeList):
    """One page of the tree in its own order, which no ORDER BY knows."""

    def rows(self, start: int, stop: int) -> list[Category]:
        return tree.listed(self.queryset, start, stop)


class LackingFilter(admin.SimpleListFilter):
    title = gettext_lazy("not written in")
    parameter_name = "lacking"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, str(name)) for code, name in CategoryText._meta.get_field("language").flatchoices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Category]) -> QuerySet[Category]:
        value = self.value()
        return queryset.lacking(value) if value and isinstance(queryset, type(Category.objects.all())) else queryset


class CategoryTextInline(admin.StackedInline[CategoryText, Category]):
    model = CategoryText
    form = CategoryTextForm
    formset: Any = CategoryTextFormSet
    template = "articles/desk/category_texts.html"
    max_num = len(CategoryText._meta.get_field("language").choices or ())
    verbose_name_plural = gettext_lazy("Names and addresses")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_category")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_write(request, obj)

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission


def _may_write(request: HttpRequest, obj: Category | None) -> bool:
    """Whether this person changes the words of `obj` (None: of any category)."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("articles.change_category"):
        return False
    return obj is None or obj.pk is None or Category.objects.editable_by(user).filter(pk=obj.pk).exists()


@admin.register(Category)
class CategoryAdmin(DeskAdmin[Category]):
    form = CategoryForm
    inlines = [CategoryTextInline]
    list_display = ["place", "written", "responsible", "order"]
    list_filter = [LackingFilter]
    search_fields = ["texts__name", "texts__slug"]
    search_help_text = gettext_lazy("A name or a slug, in any language.")
    list_per_page = 200
    sortable_by = ()
    add_words = gettext_lazy("New category")
    trail = ""
    actions = None  # deleting many at once would go round the verb that looks who still needs them

    class Media:
        css = {"all": ["articles/categories.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).prefetch_related("texts")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeChangeList

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = ["place", "written", "responsible", "order"]
        return shown if request.user.has_perm(CHIEF) else shown[:-1]

    # -- Who may do what ------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return _may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return request.user.has_perm("articles.delete_category") and request.user.has_perm(CHIEF)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_category") and request.user.has_perm(CHIEF)

    def get_fields(self, request: HttpRequest, obj: Category | None = None) -> Any:
        if request.user.has_perm(CHIEF):
            return ["parent", "colour", "editors", "seen"]
        return ["where", "in_charge", *(["seen"] if _may_write(request, obj) else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> list[str]:
        return [] if request.user.has_perm(CHIEF) else ["where", "in_charge"]

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Relations without the stock buttons that open other forms in a window; editors as boxes to tick."""
        if db_field.name == "editors":
            return db_field.formfield(widget=forms.CheckboxSelectMultiple)
        if db_field.name == "parent":
            return db_field.formfield()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    # -- What the list shows --------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("category"))
    def place(self, category: Category) -> SafeString:
        text = category.text()
        return format_html(
            '<span class="tree tree-{}"><svg class="swatch" width="10" height="10" aria-hidden="true">'
            '<rect width="10" height="10" fill="{}"/></svg> <bdi lang="{}">{}</bdi></span>',
            len(category.above),
            category.colour,
            text.language,
            category,
        )

    @admin.display(description=gettext_lazy("written in"))
    def written(self, category: Category) -> str:
        return " · ".join(sorted((text.language for text in category.texts.all()), key=LANGUAGES.index))

    @admin.display(description=gettext_lazy("editors"))
    def responsible(self, category: Category) -> SafeString:
        """Those chosen for it, then those who have it through a category above."""
        own = list(category.editors.all())
        through = {user: over for over in category.above for user in over.editors.all() if user not in own}
        names = [format_html("<bdi>{}</bdi>", user) for user in own]
        for user, over in through.items():
            words = _("(through %(category)s)") % {"category": over}
            names.append(format_html('<span class="inherited"><bdi>{}</bdi> {}</span>', user, words))
        return format_html_join(" · ", "{}", ((name,) for name in names)) or SafeString("–")

    @admin.display(description=gettext_lazy("editors"))
    def in_charge(self, category: Category) -> SafeString:
        """The same for one category that stands alone on its page."""
        (row,) = tree.listed(Category.objects.filter(pk=category.pk))
        return self.responsible(row)

    @admin.display(description=gettext_lazy("stands below"))
    def where(self, category: Category) -> str:
        names = [str(over) for over in category.line()[:0:-1]]
        return " / ".join(names) or _("a section of its own")

    @admin.display(description=gettext_lazy("order"))
    def order(self, category: Category) -> SafeString:
        up, down = (reverse(f"admin:articles_category_{way}", args=[category.pk]) for way in ("up", "down"))
        return SafeString(render_to_string("articles/desk/order.html", {"category": category, "up": up, "down": down}))

    # -- Doing it -------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        def step(direction: int) -> Callable[..., HttpResponseBase]:
            @require_POST
            def view(request: HttpRequest, pk: int) -> HttpResponse:
                return self.shift(request, pk, direction)

            return self.admin_site.admin_view(view)

        own = [
            path("<int:pk>/up/", step(-1), name="articles_category_up"),
            path("<int:pk>/down/", step(1), name="articles_category_down"),
        ]
        return own + super().get_urls()

    def shift(self, request: HttpRequest, pk: int, direction: int) -> HttpResponse:
        if not request.user.has_perm(CHIEF):
            raise Http404
        category = get_object_or_404(Category, pk=pk)
        if verbs.shift(category, direction, by=_person(request)):
            self.message_user(request, _("“%(category)s” changed places.") % {"category": category}, messages.SUCCESS)
        else:
            self.message_user(request, _("“%(category)s” stands there already.") % {"category": category})
        return HttpResponseRedirect(reverse("admin:articles_category_changelist"))

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """Nothing yet: the verb writes the category together with its words, in `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        category: Category = form.instance
        person = _person(request)
        texts, removed = [], []
        for formset in formsets:
            texts += formset.save(commit=False)
            removed += formset.deleted_objects
        if change and "parent" in form.changed_data:
            verbs.move(category, form.cleaned_data["parent"], by=person)
            category.colour = form.cleaned_data["colour"]
        verbs.write(category, texts, by=person, removed=removed)
        if "editors" in form.cleaned_data:
            verbs.assign(category, form.cleaned_data["editors"], by=person)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its own words go with a category and need no permission of their own; whatever else there is holds it."""
        pointers = [row for category in objs for row in who_points_at(category)]
        gone = [str(category) for category in objs]
        held_by = [f"{row._meta.verbose_name}: {row}" for row in pointers]
        return gone, {Category._meta.verbose_name_plural: len(gone)}, set(), held_by

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        verbs.remove(obj, by=_person(request))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:  # somebody put something there between the question and the answer
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_category_change", args=[object_id]))


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
