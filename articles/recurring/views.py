"""“Save as template”: asks how to call it, on a page of its own."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Article, PieceTemplate
from articles.office.access import seen_by
from articles.recurring import verbs
from articles.recurring.forms import KeepForm
from newsroom.core.models import User


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def page(request: HttpRequest, pk: int) -> HttpResponse:
        return keep(request, pk, site)

    view = site.admin_view(never_cache(require_http_methods(["GET", "HEAD", "POST"])(page)))
    return [path("<int:pk>/template/", view, name="articles_article_template")]


def keep(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or not user.has_perms(
        ["articles.add_piecetemplate", "articles.change_piecetemplate"]
    ):
        raise PermissionDenied
    article = seen_by(user, pk)
    form = KeepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = verbs.keep(article, form.cleaned_data["name"], by=user, over=form.cleaned_data["over"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("“%(name)s” is among the templates.") % {"name": made})
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
    context = {**site.each_context(request), "title": _("Save as template"), "opts": Article._meta, "form": form}
    context |= {"object": article, "original": article, "known": PieceTemplate.objects.values_list("name", flat=True)}
    request.current_app = site.name
    return TemplateResponse(request, "articles/recurring/keep.html", context)
