from collections.abc import Mapping
from typing import Any

from django import forms

ASKED = "_asked"


class Confirmed(forms.Widget):
    """A box drawn by the panel of the checks; the page that holds it says so by a field of its own."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str] | None:  # noqa: ARG002  # a widget's signature
        return str(data.get(name) or "").split() if f"{name}{ASKED}" in data else None


class ConfirmedField(forms.Field):
    """The keys of the warnings that were on the page when its box was ticked; None from a page that asked nothing."""

    widget = Confirmed
