"""Beginning a translation, and what its original has told readers since."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.compare.comparing import compare
from articles.compare.told import of_comparison
from articles.models import Article, PublishedVersion, Revision, Translation
from articles.models.article import ArticleQuerySet
from articles.office.access import visible
from articles.office.forms import direction
from articles.office.widgets import article_number, named
from articles.translations import shown, verbs
from articles.translations.fitting import fit
from newsroom.core.models import User

CHANGE = "admin:articles_article_change"


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a language.")},
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = languages
        field.initial = languages[0][0] if languages else ""


class ExistingForm(forms.Form):
    existing = forms.CharField(
        label=gettext_lazy("Article"),
        help_text=gettext_lazy("Choose one of the latest, or give its number or address."),
        max_length=2000,
        widget=forms.TextInput(attrs={"list": "attachable", "dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Choose an article.")},
    )

    def __init__(self, *args: Any, among: ArticleQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = among

    def clean_existing(self) -> Article:
        number = article_number(self.cleaned_data["existing"])
        found = self.among.filter(pk=number).first() if number else None
        if found is None:
            words = _(
                "No article of yours fits: it has to be in another language, and not part of a story in several "
                "languages yet."
            )
            raise ValidationError(words, code="unknown")
        return found

    def offered(self) -> list[str]:
        return [named(row) for row in self.among.defer("body")[: shown.OFFERED]]


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def own(route: str, view: Any, name: str) -> URLPattern:
        found: URLPattern = path(
            f"<int:pk>/{route}/", site.admin_view(never_cache(view)), {"site": site}, f"articles_article_{name}"
        )
        return found

    return [
        own("translate", require_http_methods(["GET", "HEAD", "POST"])(translate), "translate"),
        own("original", require_safe(original), "original"),
        own("up-to-date", require_POST(up_to_date), "up_to_date"),
        own("separate", require_POST(separate), "separate"),
    ]


def translate(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    article, user = visible(request, pk)
    if not user.has_perm("articles.add_article"):
        raise Http404
    now, languages = timezone.now(), shown.free(article)
    posted = request.POST if request.method == "POST" else None
    existing = ExistingForm(posted if posted and "existing" in posted else None, among=shown.attachable(article, user))
    if _attached(request, article, existing, by=user):
        return HttpResponseRedirect(reverse(CHANGE, args=[article.pk]))
    form = LanguageForm(None if existing.is_bound else posted, languages=languages)
    if form.is_valid():
        try:
            made = verbs.begin(article, form.cleaned_data["language"], by=user, now=now)
        except ValidationError as refusal:
            form.add_error("language", refusal.messages)
        else:
            messages.success(request, _("The translation is begun: it holds the words of the original."))
            return HttpResponseRedirect(reverse(CHANGE, args=[made.pk]))
    live = PublishedVersion.objects.live(now).filter(article=article).first()
    document = live.document if live else article.document()
    fitted = [(name, fit(document, code, user=user, at=now).lost) for code, name in languages]
    context = {"title": _("Translate"), "form": form, "existing": existing, "fitted": fitted, "live": live}
    context["siblings"] = shown.siblings(article, user, at=now)
    return _page(request, site, article, "translate", context)


def _attached(request: HttpRequest, article: Article, form: ExistingForm, *, by: User) -> bool:
    """Whether an article was attached; what is refused is said in the form."""
    if not form.is_bound or not form.is_valid():
        return False
    found: Article = form.cleaned_data["existing"]
    try:
        verbs.attach(article, found, by=by)
    except ValidationError as refusal:
        form.add_error("existing", refusal.messages)
        return False
    messages.success(request, _("“%(article)s” is now the translation of this article.") % {"article": found})
    return True


def separate(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:  # noqa: ARG001  # as its neighbours
    article, user = visible(request, pk)
    _translation(article)
    if not _concerns(user, article):
        raise Http404
    try:
        verbs.separate(article, by=user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("admin:articles_article_original", args=[pk]))
    messages.success(request, _("It is a story of its own now."))
    return HttpResponseRedirect(reverse(CHANGE, args=[pk]))


def original(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """What the translation was made from, and what readers of the original have now, side by side."""
    article, user = visible(request, pk)
    found = _translation(article)
    now = timezone.now()
    rows = PublishedVersion.objects.filter(article=found.original_id, live_from__lte=now)
    latest = rows.order_by("-live_from").first()
    context: dict[str, Any] = {"title": _("What changed in the original"), "translation": found, "latest": latest}
    context["is_behind"] = Translation.objects.behind(now).filter(pk=found.pk).exists()
    context["may_confirm"] = context["may_separate"] = _concerns(user, article)
    context["sees_original"] = Article.objects.visible_to(user).filter(pk=found.original_id).exists()
    if latest and (context["sees_original"] or (_was_public(found.revision) and _is_live(latest))):
        before, after = found.revision.document, latest.document
        comparison = compare(before, after)
        fields, text = of_comparison(comparison, before, after)
        language = after.language
        context |= {"fields": fields, "text": text, "same": comparison.is_empty}
        context |= {"language": language, "direction": direction(language)}
        context["notes"] = _notes(found, latest)
    return _page(request, site, article, "original", context)


def up_to_date(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:  # noqa: ARG001  # as its neighbours
    article, user = visible(request, pk)
    found, seen = _translation(article), request.POST.get("seen", "")
    if not _concerns(user, article):
        raise Http404
    try:
        number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else 0
        verbs.confirm(article, seen=number, by=user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("admin:articles_article_original", args=[pk]))
    if Translation.objects.behind().filter(pk=found.pk).exists():
        messages.warning(request, _("Noted. Meanwhile the original has changed once more: look at that too."))
        return HttpResponseRedirect(reverse("admin:articles_article_original", args=[pk]))
    messages.success(request, _("It is up to date with its original."))
    return HttpResponseRedirect(reverse(CHANGE, args=[pk]))


def _translation(article: Article) -> Translation:
    found = Translation.objects.select_related("original", "revision").filter(article=article).first()
    if found is None:
        raise Http404
    return found


def _concerns(user: User, article: Article) -> bool:
    return shown.concerning(user).filter(pk=article.pk).exists()


def _was_public(revision: Revision) -> bool:
    return PublishedVersion.objects.filter(revision=revision, live_from__lte=timezone.now()).exists()


def _is_live(version: PublishedVersion) -> bool:
    return PublishedVersion.objects.live().filter(pk=version.pk).exists()


def _notes(found: Translation, latest: PublishedVersion) -> list[Any]:
    """What readers of the original were told since."""
    rows = PublishedVersion.objects.filter(article=found.original_id, live_from__gt=found.since)
    rows = rows.filter(live_from__lte=latest.live_from).order_by("live_from")
    return [(row, note) for row in rows.prefetch_related("corrections") for note in row.corrections.all()]


def _page(request: HttpRequest, site: AdminSite, article: Article, name: str, context: dict[str, Any]) -> HttpResponse:
    request.current_app = site.name
    facts = {**site.each_context(request), "opts": Article._meta, "object": article, "original": article, **context}
    return TemplateResponse(request, f"articles/translations/{name}.html", facts)
