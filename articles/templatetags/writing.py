"""For the writing page."""

from django import template

from articles.body.outline import misplaced
from articles.models import Article

register = template.Library()


@register.simple_tag
def misplaced_headings(article: Article) -> list[str]:
    """What the desk is told and nothing hangs on: a text may be published with them."""
    return misplaced(article.body)
