from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from newsroom.core.desk.middleware import in_office


class PathLanguageMiddleware(LocaleMiddleware):
    """Readers' pages are in the language that their address says, so they don't vary with what a browser asks for.

    Django's own says `Vary: Accept-Language` of every address without a language in it, which would keep a copy of
    each page for every list of languages there is.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        varies = response.get("Vary", "")
        response = super().process_response(request, response)
        if in_office(request):
            return response
        if varies:
            response["Vary"] = varies
        else:
            del response["Vary"]
        return response
