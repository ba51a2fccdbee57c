from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from articles.corrections.views import corrections
from articles.pages import archive, views
from articles.reports import views as reports
from articles.reviewing import views as reviewing

app_name = "articles"


class NumberedConverter(StringConverter):
    """Words and, after the last hyphen, a number: `rabat-rome-12`, or `12` alone."""

    regex = r"(?:[^/]*-)?[0-9]+"


register_converter(NumberedConverter, "numbered")


def at(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """A page's address, and the same without its last slash: the view leads on from there, where there is a page."""
    return [path(f"{route}/", view, name=name), path(route, view)]


urlpatterns = [
    path("", views.front_page, name="front"),
    *at("colophon", views.colophon, "colophon"),
    *at("archives", archive.years, "archive"),
    *at("archives/<str:year>", archive.year, "archive_year"),
    *at("archives/<str:year>/<str:month>", archive.month, "archive_month"),
    *at("archives/<str:year>/<str:month>/<str:day>", archive.day, "archive_day"),
    *at("corrections", corrections, "corrections"),
    path("signaler/<int:article_id>/", reports.report, name="report"),
    path("signaler/recu/<str:signed>/", reports.receipt, name="report_receipt"),
    *at("auteurs/<str:slug>", views.author, "author"),
    *at("tags/<str:slug>", views.tag, "tag"),
    *at("relecture/<str:token>", reviewing.review, "review"),
    *at("<str:section>/<numbered:name>", views.article, "article"),
    *at("<str:slug>", views.place, "place"),
]
