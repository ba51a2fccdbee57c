"""The library in the office. Who may write articles may add and describe pictures; editors take unused ones out."""

from datetime import timedelta
from typing import Any

import js_asset
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Image, ImageText
from articles.pictures import usage, verbs
from articles.pictures.forms import AddForm, ChangeForm, TextForm, TextFormSet, already_there
from articles.pictures.renditions import Crop, shown
from newsroom.core.desk.base import DeskAdmin, DeskFields
from newsroom.core.models import User
from newsroom.core.registry import who_points_at

SOON = timedelta(days=30)
PREVIEWED = (
    (Crop.WIDE, gettext_lazy("Wide, 16:9")),
    (Crop.CLASSIC, gettext_lazy("Card, 4:3")),
    (Crop.SQUARE, gettext_lazy("Square")),
)


class LicenceFilter(admin.SimpleListFilter):
    title = gettext_lazy("licence")
    parameter_name = "licence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("soon", _("Ends within 30 days")), ("over", _("Has ended")), ("uncredited", _("Without a credit"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        today = timezone.localdate()
        match self.value():
            case "soon":
                return queryset.filter(licence_ends_on__range=(today, today + SOON))
            case "over":
                return queryset.filter(licence_ends_on__lt=today)
            case "uncredited":
                return queryset.filter(credit="")
        return queryset


class TextInline(DeskFields, admin.StackedInline[ImageText, Image]):
    """Who may change the picture changes its words; they have no rights of their own."""

    model = ImageText
    form = TextForm
    formset: Any = TextFormSet
    template = "desk/texts_inline.html"
    max_num = len(ImageText._meta.get_field("language").choices or ())
    verbose_name_plural = gettext_lazy("Words that a new use starts with")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_image")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_image")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_image" if obj else "articles.add_image")

    has_delete_permission = has_change_permission


@admin.register(Image)
class ImageAdmin(DeskAdmin[Image]):
    inlines = [TextInline]
    list_display = ["thumbnail", "called", "credit", "licence_end", "uploaded"]
    list_display_links = None
    list_filter = [LicenceFilter]
    search_fields = ["name", "credit", "texts__alt", "texts__caption"]
    search_help_text = gettext_lazy("A name, a credit, or words of a description in any language.")
    list_per_page = 40
    actions = [delete_selected]
    sortable_by = ()
    add_words = gettext_lazy("Add a picture")
    trail = ""

    class Media:
        css = {"all": ["articles/pictures/picture.css", "articles/pictures/desk.css"]}
        js = [js_asset.Script("articles/pictures/focal.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        return super().get_queryset(request).prefetch_related("texts")

    def get_form(self, request: HttpRequest, obj: Image | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **{"form": ChangeForm if obj else AddForm, **kwargs})

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        own = ["name", "credit", "licence", "licence_ends_on"]
        if obj is None:
            return ["upload", *own]
        return [*own, "focal_x", "focal_y"] if self.has_change_permission(request, obj) else own

    # -- What the list shows --------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, image: Image) -> SafeString:
        context = {"shown": shown(image, Crop.SQUARE)}
        return SafeString(render_to_string("articles/pictures/thumbnail.html", context))

    @admin.display(description=gettext_lazy("name"))
    def called(self, image: Image) -> SafeString:
        words = next((text for text in image.texts.all() if text.alt), None)
        alt = format_html('<br><span class="meta" lang="{}">{}</span>', words.language, words.alt) if words else ""
        url = reverse("admin:articles_image_change", args=[image.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>{}', url, image.name, alt)

    @admin.display(description=gettext_lazy("licence"))
    def licence_end(self, image: Image) -> SafeString | str:
        if image.licence_ends_on is None:
            return image.licence or "–"
        day, today = date_format(image.licence_ends_on, "SHORT_DATE_FORMAT"), timezone.localdate()
        if image.licence_ends_on < today:
            return format_html('<span class="tag stop">{}</span>', _("ended on %(day)s") % {"day": day})
        kind = "warn" if image.licence_ends_on <= today + SOON else ""
        return format_html('<span class="tag {}">{}</span>', kind, _("until %(day)s") % {"day": day})

    @admin.display(description=gettext_lazy("uploaded"))
    def uploaded(self, image: Image) -> SafeString:
        day = date_format(timezone.localtime(image.uploaded_at), "SHORT_DATE_FORMAT")
        size, weight = f"{image.width} × {image.height}", filesizeformat(image.bytes)
        words = '{}<br><span class="meta nowrap"><bdi dir="ltr">{}</bdi> · <bdi>{}</bdi></span>'
        return format_html(words, day, size, weight)

    # -- What the form shows --------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context: dict[str, Any] = {**(extra_context or {})}
        image = self.get_object(request, object_id)
        if image and isinstance(request.user, User) and self.has_view_permission(request, image):
            context["shown"] = shown(image)
            context["crops"] = [(str(crop), label) for crop, label in PREVIEWED]
            context["used"] = usage.used_in(image, request.user)
        return super().change_view(request, object_id, form_url, context)

    # -- Doing it -------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        """Nothing yet: the verb writes the picture together with its words, in `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        image: Image = form.instance
        person = _person(request)
        texts: list[ImageText] = []
        removed: list[ImageText] = []
        for formset in formsets:
            texts += formset.save(commit=False)
            removed += formset.deleted_objects
        if change:
            verbs.change(image, form.changed_data, by=person, texts=texts, removed=removed)
        else:
            verbs.put(image, form.reading, texts, by=person)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except verbs.KnownFileError as found:  # the same file, a moment ago
            self.message_user(request, already_there(found.image), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_image_change", args=[found.image.pk]))

    def response_add(self, request: HttpRequest, obj: Image, post_url_continue: str | None = None) -> HttpResponse:
        """On to the picture itself, where its focal point is chosen."""
        if "_addanother" in request.POST or "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        words = _("“%(picture)s” is in the library. Click on what must stay in view when it is cropped.")
        self.message_user(request, words % {"picture": obj}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_image_change", args=[obj.pk]))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its own words go with a picture and need no permission of their own; whatever shows it holds it."""
        pointers = [row for image in objs for row in who_points_at(image)]
        held_by = usage.told(pointers, _person(request))
        gone = [str(image) for image in objs]
        return gone, {Image._meta.verbose_name_plural: len(gone)}, set(), held_by

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        verbs.remove(obj, by=_person(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        for image in queryset:
            verbs.remove(image, by=_person(request))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:  # somebody used it between the question and the answer
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_image_change", args=[object_id]))

    def response_action(self, request: HttpRequest, queryset: QuerySet[Image], *args: Any, **kwargs: Any) -> Any:
        try:
            return super().response_action(request, queryset, *args, **kwargs)
        except ValidationError as refusal:  # as above
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
