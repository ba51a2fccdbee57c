"""What the writing page says to the server by itself, as JSON: what is typed, that it is there, that it goes.

A stranger gets 401 and no page to sign in on: the page keeps its words, and tells the person.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article, Presence, Revision
from articles.office.access import seen_by
from articles.sittings import presence, verbs
from articles.sittings.offers import moment, offer
from articles.sittings.sitting import Sitting, number
from articles.sittings.typed import typed_in
from newsroom.core.models import User

WRITTEN = "title"
"""A field that every form of the writing page sends: without it, a page says only that it is there."""


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def own(view: Any) -> Any:
        behind_the_door = site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(view))

        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not site.has_permission(request):
                return JsonResponse({"signed_in": False}, status=401)
            found: HttpResponseBase = behind_the_door(request, *args, **kwargs)
            return found

        return answer

    return [
        path("keep/", own(keep_new), name="articles_article_keep_new"),
        path("<int:pk>/keep/", own(keep), name="articles_article_keep"),
        path("<int:pk>/give-up/", site.admin_view(require_POST(give_up)), name="articles_article_give_up"),
    ]


def keep_new(request: HttpRequest) -> JsonResponse:
    """For an article that isn't saved yet: makes its draft, once for each sitting."""
    user = _writer(request)
    if not user.has_perm("articles.add_article"):
        raise Http404
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    sitting = Sitting.read(request.POST)
    if refusal := _refusal(request, user, sitting):
        return refusal
    assert sitting is not None  # noqa: S101  # refused above
    article = verbs.article_of(user, sitting)
    if article is not None and not Article.objects.visible_to(user).filter(pk=article.pk).exists():
        raise Http404
    if article is None and WRITTEN not in request.POST:
        return JsonResponse({"token": get_token(request), "here": []})
    return _keep(request, article, user, sitting)


def keep(request: HttpRequest, pk: int) -> JsonResponse:
    user = _writer(request)
    sitting = Sitting.read(request.POST)
    article = _article(user, pk, sitting)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "here": presence.here(article, by=user)})
    if refusal := _refusal(request, user, sitting):
        return refusal
    assert sitting is not None  # noqa: S101  # refused above
    if "leaves" in request.POST:
        presence.leave(article, by=user, sitting=sitting.id)
        return JsonResponse({})
    return _keep(request, article, user, sitting)


def _writer(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user.has_perm("articles.change_article"):
        raise PermissionDenied
    return user


def _article(user: User, pk: int, sitting: Sitting | None) -> Article:
    """One that this person may change; or one that they could when the sitting began, as long as they may see it: their
    words are kept although somebody submitted it or moved it meanwhile."""
    article = seen_by(user, pk)
    if not Article.objects.editable_by(user).filter(pk=pk).exists() and not _began(user, article, sitting):
        raise Http404
    return article


def _began(user: User, article: Article, sitting: Sitting | None) -> bool:
    if sitting is None:
        return False
    kept = Revision.objects.filter(article=article, made_by=user, sitting=sitting.id)
    return kept.exists() or Presence.objects.filter(article=article, user=user, sitting=sitting.id).exists()


def _refusal(request: HttpRequest, user: User, sitting: Sitting | None) -> JsonResponse | None:
    if sitting is None:
        return JsonResponse({}, status=400)
    if request.POST.get("person", str(user.pk)) != str(user.pk):
        # A colleague signed in in this browser: these words aren't theirs.
        return JsonResponse({"signed_in": str(user)}, status=409)
    return None


def _keep(request: HttpRequest, article: Article | None, user: User, sitting: Sitting) -> JsonResponse:
    row = None
    if WRITTEN in request.POST:
        try:
            typed = typed_in(request.POST)
        except ValidationError as refusal:
            return JsonResponse({"said": " ".join(refusal.messages)}, status=413)
        try:
            with transaction.atomic():
                article = article or verbs.begin(typed, by=user, sitting=sitting)
                row = verbs.keep(typed, article, by=user, sitting=sitting)
        except Article.DoesNotExist:  # somebody deleted it a moment ago
            raise Http404 from None
    assert article is not None  # noqa: S101  # made above where there was none
    if "left" in request.POST:
        # Words of another page, found in the browser: nobody is there.
        return JsonResponse(_told(request, article, user, sitting, row))
    presence.arrive(article, by=user, sitting=sitting.id, wrote=row is not None)
    return JsonResponse(_told(request, article, user, sitting, row))


def _told(request: HttpRequest, article: Article, user: User, sitting: Sitting, row: Revision | None) -> dict[str, Any]:
    version = Article.objects.values_list("version", flat=True).get(pk=article.pk)
    answer: dict[str, Any] = {
        "token": get_token(request),
        "version": version,
        "here": presence.here(article, by=user, besides=sitting.id),
        "behind": _behind(article, user) if sitting.seen is not None and version > sitting.seen else "",
    }
    if row is not None:
        found = offer(article, user) if "left" in request.POST else None
        answer |= {
            "kept": row.made_at.isoformat(),
            "said": _("Kept at %(time)s, not saved yet.")
            % {"time": date_format(timezone.localtime(row.made_at), "TIME_FORMAT")},
            "article": article.pk,
            "address": reverse("admin:articles_article_change", args=[article.pk]),
            "keep": reverse("admin:articles_article_keep", args=[article.pk]),
            "offer": found.as_json() if found else None,
        }
    return answer


def _behind(article: Article, user: User) -> str:
    last = article.revisions.saved().select_related("made_by").first()
    if last is None:
        return ""
    if last.made_by == user:
        words = _("You saved this article in another window on %(day)s.")
    else:
        words = _("%(who)s saved this article on %(day)s. When you save, you will see both texts.")
    return words % {"who": str(last.made_by or _("Somebody")), "day": moment(last.made_at)}


def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    user = _writer(request)
    article = seen_by(user, pk)
    if verbs.give_up(article, by=user, number=number(request.POST.get("number", "")) or 0):
        messages.success(request, _("Given up. It can be found among the revisions for 30 days."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
