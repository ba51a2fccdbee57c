"""Reports of errors: readers' link to the form and the form, and what the writing page shows of them."""

from typing import Any

from crispy_forms.utils import render_crispy_form
from django import template
from django.template import Context
from django.utils.safestring import SafeString

from articles.models import Article, Report, Translation
from articles.reports import markup
from articles.reports.forms import ReportForm
from newsroom.core.desk.lists import up_to_most

register = template.Library()
SHOWN = 5
register.simple_tag(markup.link, name="report_link")


@register.simple_tag
def report_form(form: ReportForm) -> SafeString:
    return SafeString(render_crispy_form(form))


@register.inclusion_tag("articles/reports/waits.html", takes_context=True)
def waits_here(context: Context, article: Article) -> dict[str, Any]:
    """A line at the top of the rail that leads to what waits further down."""
    user = context["request"].user
    return {
        "reports": up_to_most(Report.objects.visible_to(user).waiting().filter(article=article)),
        "is_behind": Translation.objects.behind().filter(article=article).exists(),
    }


@register.inclusion_tag("articles/reports/rail.html", takes_context=True)
def reports_of(context: Context, article: Article) -> dict[str, Any]:
    """What waits, the longest wait first; nothing where nobody said anything."""
    seen = Report.objects.visible_to(context["request"].user).filter(article=article)
    rows = list(seen.waiting().select_related("decided_by").order_by("received_at", "pk")[: SHOWN + 1])
    return {"original": article, "reports": rows[:SHOWN], "more": len(rows) > SHOWN, "any": bool(rows) or seen.exists()}
