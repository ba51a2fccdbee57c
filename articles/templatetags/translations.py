"""A story's languages on the writing page."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from articles.models import Article, PublishedVersion, Translation
from articles.translations import shown

register = template.Library()


@register.inclusion_tag("articles/translations/rail.html", takes_context=True)
def languages_of(context: Context, article: Article) -> dict[str, Any]:
    """The siblings that this person sees; of a translation, how it stands with its original; and a way to begin one."""
    user, now = context["request"].user, timezone.now()
    found = Translation.objects.select_related("revision", "article").filter(article=article).first()
    facts: dict[str, Any] = {
        "original": article,
        "translation": found,
        "siblings": shown.siblings(article, user, at=now),
    }
    facts["may_begin"] = bool(shown.free(article)) and user.has_perm("articles.add_article")
    if found:
        facts["is_behind"] = Translation.objects.behind(now).filter(pk=found.pk).exists()
        if not PublishedVersion.objects.filter(article=article).exists():
            facts["lost"] = shown.not_translated(found, user, at=now)
    return facts
