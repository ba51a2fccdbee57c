"""Review links on the writing page."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from articles.models import Article
from articles.reviewing import shown, verbs

register = template.Library()
IN_RAIL = 5


@register.inclusion_tag("articles/reviewing/rail.html", takes_context=True)
def review_rail(context: Context, article: Article) -> dict[str, Any]:
    """Nothing where there is no link and this person makes none."""
    shares = verbs.may_share(article, context["request"].user)
    return {"original": article, "links": shown.links(article, at=timezone.now(), most=IN_RAIL), "may_share": shares}
