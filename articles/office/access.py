"""Where every page about one article begins: what a person may not see is not there."""

from django.http import Http404, HttpRequest

from articles.models import Article
from newsroom.core.models import User


def seen_by(user: User, pk: int) -> Article:
    """Raises Http404, also for a number that no database takes."""
    article = Article.objects.visible_to(user).filter(pk=pk).first() if pk < 2**63 else None
    if article is None:
        raise Http404
    return article


def visible(request: HttpRequest, pk: int) -> tuple[Article, User]:
    """The article, and who asks. Raises Http404."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return seen_by(user, pk), user
