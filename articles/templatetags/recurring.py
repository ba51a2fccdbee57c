"""What a new article can begin with, where one is begun."""

from typing import Any

from django import template
from django.template import Context

from articles.models import PieceTemplate

register = template.Library()


@register.inclusion_tag("articles/recurring/menu.html", takes_context=True)
def begin_menu(context: Context, small: bool = False) -> dict[str, Any]:
    """A menu of templates; nothing where there is none."""
    rows = PieceTemplate.objects.only("name", "language")
    return {"templates": rows, "small": small, "may_change": context["user"].has_perm("articles.view_piecetemplate")}
