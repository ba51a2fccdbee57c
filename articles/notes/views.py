"""The notes of one article: on a page of their own, and in parts that the writing page puts in its place."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article, Note
from articles.notes import verbs
from articles.notes.forms import NoteForm
from articles.notes.people import PERMISSION
from articles.notes.shown import thread
from articles.office.access import seen_by
from newsroom.core.models import User

PART = "part"
"""In the query: the writing page asks, and gets the list alone."""
REFUSED = 422


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def page(request: HttpRequest, pk: int) -> HttpResponse:
        return notes(request, pk, site)

    views = require_http_methods(["GET", "HEAD", "POST"])(page), require_POST(note)
    start = "<int:pk>/notes/"
    return [
        path(start, site.admin_view(never_cache(views[0])), name="articles_article_notes"),
        path(f"{start}<int:number>/", site.admin_view(never_cache(views[1])), name="articles_article_note"),
    ]


def notes(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    user, article = _visible(request, pk)
    form = NoteForm(request.POST if request.method == "POST" else None, person=user)
    if form.is_valid():
        typed = form.cleaned_data
        ticked = [person.pk for person in typed["people"]]
        found = verbs.write(article, typed["text"], by=user, passage=typed["passage"], ticked=ticked)
        return _answer(request, article, _told(found))
    context = {**site.each_context(request), "title": _("Notes"), "opts": Article._meta, "form": form}
    context |= {
        "object": article,
        "original": article,
        "notes": thread(article),
        "done": thread(article, done=True),
        "on_page": True,
    }
    if PART in request.GET and form.errors:
        return TemplateResponse(request, "articles/notes/fields.html", context, status=REFUSED)
    request.current_app = site.name
    return TemplateResponse(request, "articles/notes/page.html", context)


def note(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """`done=1` settles it, `done=0` opens it again."""
    user, article = _visible(request, pk)
    row = Note.objects.filter(article=article, pk=number).first() if number < 2**63 else None
    if row is None:
        raise Http404
    done = request.POST.get("done", "") == "1"
    verbs.settle(row, done=done, by=user)
    return _answer(request, article, _("The note is done.") if done else _("The note waits again."))


def _answer(request: HttpRequest, article: Article, words: str) -> HttpResponse:
    if PART in request.GET:
        context = {"object": article, "original": article, "notes": thread(article), "said": words}
        return TemplateResponse(request, "articles/notes/list.html", context)
    messages.success(request, words)
    return HttpResponseRedirect(reverse("admin:articles_article_notes", args=[article.pk]))


def _told(found: Note) -> str:
    names = _(", ").join(str(person) for person in found.mentioned.all())
    return _("The note is left. Told: %(names)s.") % {"names": names} if names else _("The note is left.")


def _visible(request: HttpRequest, pk: int) -> tuple[User, Article]:
    """What a person may not see is not there, for those without any article at all too."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(PERMISSION):
        raise PermissionDenied
    return user, seen_by(user, pk)
