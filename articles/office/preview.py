"""The page that readers would get of a working copy, for the desk alone."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation

from articles.ledger.complete import sanitised
from articles.ledger.derived import columns
from articles.models import Article, PublishedVersion
from articles.pages import story
from articles.shell import shell_of


def page_of(article: Article, request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Nothing is written: the version that the page shows never reaches the database."""
    document = sanitised(article.document())
    version = PublishedVersion(
        article=article,
        data=document.to_json(),
        live_from=at,
        first_published_at=at,
        updated_at=at,
        **columns(document),
    )
    with translation.override(article.language):
        found = story.load(version, shell_of(request).index, at=at)
        context = {"story": found, "elsewhere": {}, "today": timezone.localdate(at), "here": None}
        response = TemplateResponse(request, "articles/article.html", context).render()
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
