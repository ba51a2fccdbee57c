"""Readers' comments on the pages of articles: `{% load comments %}`. How they look is in `comments/components.py`."""

from crispy_forms.utils import render_crispy_form
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


@register.simple_tag
def comments_call(discussion: threads.Thread) -> SafeString:
    return components.call(discussion.count)


@register.simple_tag
def comments_of(version: PublishedVersion, discussion: threads.Thread) -> SafeString:
    """The discussion of an article as readers see it, and the form; asks the database nothing more."""
    there = form_address(version.article_id)
    return components.section(discussion, there, blank(CommentForm, action=there, css_id=FORM))


@register.simple_tag
def comments_thread(discussion: threads.Thread, there: str) -> SafeString:
    """Its comments, as threads. `there`: the page of the discussion."""
    return components.thread(discussion.nodes, there)


@register.simple_tag
def comments_number(count: int) -> str:
    return components.number(count)


@register.simple_tag
def comments_form(form: CommentForm) -> SafeString:
    return components.leave(SafeString(render_crispy_form(form)))
