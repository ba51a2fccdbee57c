"""The page that readers would get, in a frame of the office: it may be looked at and nothing else."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation

from articles.ledger.document import Document
from articles.models import Article
from articles.previews import story
from articles.shell import shell_of

# The page has the site's origin, else its letters wouldn't load; no script runs in it and no form leaves it. Links
# open in a tab of their own, where they are an ordinary reader's.
POLICY = (
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'self';"
    " img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
_SCRIPT = re.compile(r"<script\b[^>]*></script>")
_HEAD = re.compile(r"<head>")
_WITHIN = re.compile(r'<a (?=[^>]*href="#)')


def page_of(article: Article, document: Document, request: HttpRequest, *, at: datetime) -> HttpResponse:
    with translation.override(document.language):
        found = story.load(article, document, shell_of(request).index, at=at)
        return framed(request, "articles/article.html", {"story": found}, at=at)


def framed(request: HttpRequest, template: str, context: Mapping[str, object], *, at: datetime) -> HttpResponse:
    """A public page as a frame shows it, in the active language."""
    facts = {"elsewhere": {}, "today": timezone.localdate(at), "here": None, **context}
    response = TemplateResponse(request, template, facts).render()
    text = _SCRIPT.sub("", response.content.decode())
    text = _HEAD.sub('<head><base target="_blank">', text, count=1)
    response.content = _WITHIN.sub('<a target="_self" ', text)
    for name, value in HEADERS.items():
        response[name] = value
    return response
