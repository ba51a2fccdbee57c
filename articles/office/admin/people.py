"""By-lines and tags in the office. What published versions name stays; the others can be deleted."""

from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from articles.models import Article, Author, AuthorText, Reference, Tag, Target
from articles.slugs import numbered, slugify, tidy
from articles.translations import tags
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.pagestore import changed, keys

M = TypeVar("M", Author, Tag)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SHOWN = 20


def free(wanted: str, taken: QuerySet[Any]) -> str:
    """`wanted`, or the first of `wanted-2`, `wanted-3`… that no row of `taken` has."""
    known = set(taken.filter(slug__startswith=wanted[:50]).values_list("slug", flat=True))
    return next(slug for slug in numbered(wanted) if slug not in known)


def checked(typed: str, words: str, taken: QuerySet[Any]) -> str:
    """The slug to save: made of `words` where none was typed. Raises ValidationError with one that is free."""
    proper = slugify(typed or words)
    if not proper:
        message = _("There is no letter or digit to make an address from; write a slug, for example “nadia”.")
        raise ValidationError(message, code="empty")
    found = free(proper, taken)
    if typed and found != typed:
        message = _("“%(slug)s” can’t be its address; “%(free)s” is free.")
        raise ValidationError(message, code="taken", params={"slug": typed, "free": found})
    return found


class Kept(DeskAdmin[M]):
    """Rows that published versions name by their number."""

    target: Target

    def using(self, row: M) -> list[str]:
        """What holds it, in words."""
        held = Reference.objects.to(self.target, [row.pk]).values("version__article")
        relation = "bylines__author" if self.target is Target.AUTHOR else "tags"
        rows = Article.objects.filter(models.Q(pk__in=held) | models.Q(**{relation: row})).distinct()
        aliases = [str(alias) for alias in type(row)._default_manager.filter(merged_into=row)[:SHOWN]]
        return [str(article) for article in rows[:SHOWN]] + aliases

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its own words go with it and need no permission of their own; what bears it holds it."""
        gone = [str(row) for row in objs]
        held_by = [words for row in objs for words in self.using(row)]
        return gone, {self.opts.verbose_name_plural: len(gone)}, set(), held_by

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        key = keys.author if self.target is Target.AUTHOR else keys.tag
        changed(key(form.instance.pk))

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: M) -> None:
        self.model._default_manager.select_for_update().get(pk=obj.pk)
        if self.using(obj):
            raise ValidationError(_("Somebody has used it meanwhile, so it stays."), code="used")
        obj.delete()

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:  # somebody used it between the question and the answer
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(self._change_url(object_id))

    def _change_url(self, pk: Any) -> str:
        return reverse(f"admin:articles_{self.opts.model_name}_change", args=[pk])


class AuthorTextForm(forms.ModelForm[AuthorText]):
    language_name = ""

    class Meta:
        model = AuthorText
        fields = ("language", "name", "role", "biography")
        widgets = {"language": forms.HiddenInput, "biography": forms.Textarea(attrs={"rows": 3, "maxlength": 2000})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Each form speaks its language: direction and spelling are the text's, not the office's."""
        super().__init__(*args, **kwargs)
        code = self.instance.language or (self.initial or {}).get("language") or ""
        if code in LANGUAGES:
            information = get_language_info(code)
            self.language_name = capfirst(information["name_local"])
            for name in ("name", "role", "biography"):
                self.fields[name].widget.attrs.update(lang=code, dir="rtl" if information["bidi"] else "ltr")

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean_role(self) -> str:
        return tidy(self.cleaned_data["role"])


class AuthorTextFormSet(forms.BaseInlineFormSet[AuthorText, Author, AuthorTextForm]):
    """One form per language, there or not yet; one that is left empty makes no row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        author: Author | None = kwargs.get("instance")
        written = {text.language for text in author.texts.all()} if author and author.pk else set()
        missing = [code for code in LANGUAGES if code not in written]
        kwargs["initial"] = [{"language": code} for code in missing]
        self.extra = len(missing)
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        """Names the author, and makes the slug of that name where none was typed."""
        super().clean()
        kept = [form for form in self.forms if getattr(form, "cleaned_data", {}).get("name")]
        names = [form.cleaned_data["name"] for form in kept if not form.cleaned_data.get("DELETE")]
        if not names:
            raise ValidationError(_("Write a name in at least one language."), code="nameless")
        if not self.instance.slug:
            self.instance.slug = checked("", names[0], Author.objects.exclude(pk=self.instance.pk))


class AuthorForm(forms.ModelForm[Author]):
    class Meta:
        model = Author
        fields = ("slug", "user")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("The page’s address. Left empty, it is made from the name.")

    def clean_slug(self) -> str:
        typed = self.cleaned_data["slug"].strip()
        return checked(typed, typed, Author.objects.exclude(pk=self.instance.pk)) if typed else ""


class AuthorTextInline(admin.StackedInline[AuthorText, Author]):
    model = AuthorText
    form = AuthorTextForm
    formset: Any = AuthorTextFormSet
    template = "desk/texts_inline.html"
    max_num = len(LANGUAGES)
    verbose_name_plural = gettext_lazy("Name and biography")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_author")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_author")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_author" if obj else "articles.add_author")

    has_delete_permission = has_change_permission


@admin.register(Author)
class AuthorAdmin(Kept[Author]):
    target = Target.AUTHOR
    form = AuthorForm
    inlines = (AuthorTextInline,)
    list_display = ("called", "slug", "user")
    list_select_related = ("user",)
    search_fields = ("texts__name", "slug")
    search_help_text = gettext_lazy("A name in any language.")
    sortable_by = ()
    add_words = gettext_lazy("New author")
    trail = "author"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        return super().get_queryset(request).prefetch_related("texts")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The account without the stock buttons that open other forms in a window."""
        if db_field.name == "user":
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("name"))
    def called(self, author: Author) -> SafeString:
        text = author.text()
        role = format_html('<span class="meta"><bdi>{}</bdi></span>', text.role) if text.role else ""
        return format_html('<bdi lang="{}">{}</bdi>{}', text.language, author, role)


class TagForm(forms.ModelForm[Tag]):
    twins = forms.CharField(
        required=False,
        label=gettext_lazy("the same in other languages"),
        help_text=gettext_lazy("Names of tags, separated by commas: translations begin with them."),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )

    class Meta:
        model = Tag
        fields = ("language", "name", "slug")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made from the name.")
        self.initial["twins"] = tags.told(tags.same_as(self.instance)) if self.instance.pk else ""

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and cleaned.get("language") and "slug" in cleaned:
            others = Tag.objects.filter(language=cleaned["language"]).exclude(pk=self.instance.pk)
            try:
                cleaned["slug"] = checked(cleaned["slug"].strip(), cleaned["name"], others)
            except ValidationError as refusal:
                self.add_error("slug", refusal)
        if "twins" in cleaned and cleaned.get("language"):
            try:
                cleaned["twins"] = tags.named(cleaned["twins"], besides=cleaned["language"])
            except ValidationError as refusal:
                self.add_error("twins", refusal)
        return cleaned


@admin.register(Tag)
class TagAdmin(Kept[Tag]):
    target = Target.TAG
    form = TagForm
    list_display = ("called", "language", "slug")
    list_filter = ("language",)
    search_fields = ("name", "slug")
    sortable_by = ()
    add_words = gettext_lazy("New tag")
    trail = "tag"

    def get_fields(self, request: HttpRequest, obj: Tag | None = None) -> Any:
        fields = ["language", "name", "slug"]
        return [*fields, "twins"] if request.user.has_perm("articles.change_tag") else fields

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "twins" in form.changed_data:
            tags.match(obj, form.cleaned_data["twins"])

    def _field_name(self, name: str, related: dict[str | None, Any]) -> str:
        return str(TagForm.base_fields["twins"].label) if name == "twins" else super()._field_name(name, related)

    @admin.display(description=gettext_lazy("name"))
    def called(self, tag: Tag) -> SafeString:
        return format_html('<bdi lang="{}">{}</bdi>', tag.language, tag.name)
