"""The history of an article: `{% load history %}`."""

from django import template

from articles.history import told
from newsroom.core.models import AuditEntry

register = template.Library()


@register.filter
def detail(entry: AuditEntry) -> str:
    return told.detail(entry)
