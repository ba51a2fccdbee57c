"""What the writing page asks for when a picture's file is dropped into a text, as JSON.

GET says whether the library has a file of this content, so that it isn't sent at all; POST takes one in. Beside it the
words and the focal point of one picture, for the small windows in which they are asked for. A stranger gets 401 and no
page to sign in on: what was dropped stays with the person, who signs in elsewhere and tries again.
"""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.body import search
from articles.models import Image, ImageText
from articles.pictures import reading, verbs
from articles.pictures.forms import LANGUAGES, PercentField, name_from
from newsroom.core.models import User

SHA256 = re.compile(r"[0-9a-f]{64}")
ADD, CHANGE = "articles.add_image", "articles.change_image"
View = Callable[..., HttpResponseBase]


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def own(view: View) -> View:
        office = site.admin_view(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)))

        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not site.has_permission(request):
                return JsonResponse({"signed_in": False}, status=401)
            return office(request, *args, **kwargs)

        return answer

    return [
        path("drop/image/", own(drop), name="articles_drop_image"),
        path("drop/image/<int:pk>/", own(words), name="articles_describe_image"),
    ]


# -- a file -----------------------------------------------------------------------------------------------------------
class DropForm(forms.Form):
    file = forms.FileField(allow_empty_file=True)


def drop(request: HttpRequest) -> JsonResponse:
    user = _person(request, ADD)
    if request.method != "POST":
        sha256 = request.GET.get("sha256", "")
        found = Image.objects.filter(sha256=sha256).first() if SHA256.fullmatch(sha256) else None
        row = told(found, _language(request.GET)) if found else None
        return JsonResponse({"picture": row, "token": get_token(request)})
    form = DropForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(form.errors["file"])
    try:
        image, known = _taken_in(form.cleaned_data["file"], by=user)
    except ValidationError as refusal:
        return _refused(refusal.messages)
    return JsonResponse({"picture": told(image, _language(request.POST)), "known": known})


def _taken_in(upload: Any, *, by: User) -> tuple[Image, bool]:
    """The picture, and whether the library had it. Raises ValidationError."""
    reading.refuse_size(upload)
    if found := Image.objects.filter(sha256=reading.digest(upload)).first():
        return found, True
    try:
        return verbs.add(reading.read(upload), name=name_from(upload.name), by=by), False
    except verbs.KnownFileError as known:  # somebody dropped it at the same moment
        return known.image, True


# -- words and focal point --------------------------------------------------------------------------------------------
class WordsForm(forms.ModelForm[Image]):
    """Only what was sent is changed."""

    focal_x, focal_y = PercentField(), PercentField()

    class Meta:
        model = Image
        fields = ("credit", "focal_x", "focal_y")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.data):
            del self.fields[name]


class TextForm(forms.ModelForm[ImageText]):
    class Meta:
        model = ImageText
        fields = ("alt", "caption")


def words(request: HttpRequest, pk: int) -> JsonResponse:
    user = _person(request, CHANGE)
    if pk >= 2**63:
        raise Http404
    language = _language(request.POST if request.method == "POST" else request.GET)
    with transaction.atomic():
        image = Image.objects.select_for_update().filter(pk=pk).first()
        if image is None:
            raise Http404
        if request.method == "POST":
            form, text = WordsForm(request.POST, instance=image), _text_form(image, language, request)
            faults = [fault for each in (form, text) if each for errors in each.errors.values() for fault in errors]
            if faults:
                return _refused(faults)
            _write(image, form, text, by=user)
    return JsonResponse({"picture": told(image, language), "token": get_token(request)})


def _text_form(image: Image, language: str, request: HttpRequest) -> TextForm | None:
    """What a use is given first becomes what later uses start with; what the library has stays."""
    text = image.text(language)
    sent = {name: request.POST[name] for name in ("alt", "caption") if name in request.POST}
    mine = {name: value for name, value in sent.items() if value.strip() and not getattr(text, name)}
    kept = {name: getattr(text, name) for name in ("alt", "caption")}
    return TextForm({**kept, **mine}, instance=text) if mine else None


def _write(image: Image, form: WordsForm, text: TextForm | None, *, by: User) -> None:
    changed = [name for name in form.changed_data if name in form.cleaned_data]
    verbs.change(image, changed, by=by, texts=[text.save(commit=False)] if text else [])


def told(image: Image, language: str) -> dict[str, Any]:
    """As the pickers tell of it, and what its focal point is set on."""
    (row,) = search.images_of([image.pk], on=timezone.localdate(), language=language)
    return row


def _refused(faults: Any) -> JsonResponse:
    return JsonResponse({"refused": " ".join(map(str, faults))}, status=422)


def _language(sent: QueryDict) -> str:
    asked = sent.get("language", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _person(request: HttpRequest, permission: str) -> User:
    user = request.user
    if not isinstance(user, User) or not user.has_perm(permission):
        raise PermissionDenied
    return user
