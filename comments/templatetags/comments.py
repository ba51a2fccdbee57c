"""Readers' comments on the pages of articles: `{% load comments %}`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.models import PublishedVersion
from comments import components, threads
from comments.forms import CommentForm
from comments.views import FORM, form_address
from newsroom.core.public_forms import blank

register = template.Library()


@register.simple_tag
def discussion_of(version: PublishedVersion) -> threads.Thread:
    """What readers wrote below an article: loaded once, for both tags below."""
    return threads.thread(version.article_id)


@register.inclusion_tag("comments/call.html")
def comments_call(discussion: threads.Thread) -> dict[str, Any]:
    """A line within the page that leads to the discussion, with its number."""
    return {"count": discussion.count}


@register.inclusion_tag("comments/section.html")
def comments_of(version: PublishedVersion, discussion: threads.Thread) -> dict[str, Any]:
    """The discussion of an article as readers see it, and the form; asks the database nothing more."""
    there = form_address(version.article_id)
    form = blank(CommentForm, action=there, css_id=FORM)
    return {"there": there, "count": discussion.count, "thread": discussion, "blank": form}


@register.simple_tag
def comments_thread(discussion: threads.Thread, there: str) -> SafeString:
    """Its comments, as threads. `there`: the page of the discussion."""
    return components.thread(discussion.nodes, there)
