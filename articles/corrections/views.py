from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import addresses
from articles.corrections import listing
from articles.pages import lists, words
from newsroom.core.pagestore import stored


@require_safe
@stored(params=("before",))
def corrections(request: HttpRequest) -> HttpResponse:
    """Every note to readers in the active language; there is such a page before there is any."""
    at, language = timezone.now(), words.language()
    elsewhere = {code: addresses.in_language(code, "corrections") for code, _name in settings.LANGUAGES}
    if request.path != elsewhere[language]:
        return HttpResponsePermanentRedirect(elsewhere[language])
    after = lists.read(request.GET.get("before", ""))
    found = listing.page(language, at=at, after=after)
    context = {"page": found, "is_later": after is not None, "elsewhere": elsewhere, "today": words.today(at)}
    return TemplateResponse(request, "articles/corrections.html", context)
