"""Readers' comments on the pages of articles: `{% load comments %}`."""

from typing import Any

from django import template

from articles.models import PublishedVersion
from comments import threads
from comments.forms import CommentForm
from comments.views import FORM, form_address

register = template.Library()


@register.inclusion_tag("comments/call.html")
def comments_call(version: PublishedVersion) -> dict[str, Any]:
    """A line within the page that leads to the discussion, with its number."""
    return {"count": threads.comment_count([version.article_id])[version.article_id]}


@register.inclusion_tag("comments/section.html")
def comments_of(version: PublishedVersion) -> dict[str, Any]:
    """The discussion of an article as readers see it, and the form: three queries, whatever its size."""
    article = version.article_id
    return {
        "version": version,
        "count": threads.comment_count([article])[article],
        "thread": threads.thread(article),
        "form": CommentForm(action=form_address(article), css_id=FORM),
    }
