from collections.abc import Collection
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from newsroom.core.accounts import reauth
from newsroom.core.desk.base import DeskAdmin

M = TypeVar("M", bound=models.Model)


class SudoAdmin(DeskAdmin[M]):
    """An admin class whose forms, and those of its actions that `sudo_actions` names, take a fresh password.

    Who may not is not asked: the stock view answers them. A ValidationError out of a verb – somebody was faster than
    the form's own checks – comes back as a message, with nothing saved.
    """

    sudo_actions: Collection[str] = ()

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if request.method == "POST" and self._may_save(request, object_id):
            answer = reauth.demand(request)
            if answer is not None:
                return answer
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            return self._back(request, error)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse | Any:
        wanted = set(request.POST.getlist("action")) & set(self.sudo_actions)
        if request.method == "POST" and wanted and self.has_change_permission(request):
            answer = reauth.demand(request)
            if answer is not None:
                return answer
        return super().changelist_view(request, extra_context)

    def _may_save(self, request: HttpRequest, object_id: str | None) -> bool:
        if object_id is None:
            return self.has_add_permission(request)
        row = self.get_object(request, unquote(object_id))
        return row is not None and self.has_change_permission(request, row)

    def _back(self, request: HttpRequest, error: ValidationError) -> HttpResponseBase:
        for words in error.messages:
            messages.error(request, words)
        return HttpResponseRedirect(request.get_full_path())
