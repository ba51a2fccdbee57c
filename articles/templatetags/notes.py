"""Notes on the writing page, and what a recurring piece can start from."""

from typing import Any

from django import template
from django.template import Context

from articles.models import Article, Note
from articles.notes import shown
from articles.notes.forms import NoteForm

register = template.Library()


@register.filter
def pieces(note: Note) -> list[tuple[str, bool]]:
    return shown.pieces(note)


@register.inclusion_tag("articles/notes/rail.html")
def notes_of(article: Article) -> dict[str, Any]:
    return {"original": article, "notes": shown.thread(article), "done": article.notes.done().exists()}


@register.inclusion_tag("articles/notes/dialog.html", takes_context=True)
def note_dialog(context: Context, article: Article) -> dict[str, Any]:
    """Outside the form of the article: forms don't nest."""
    request = context["request"]
    return {"original": article, "form": NoteForm(person=request.user), "csrf_token": context.get("csrf_token")}
