from collections.abc import Mapping
from typing import Any

from django import forms

ASKED = "_asked"


class Confirmed(forms.Widget):
    """A box drawn by the panel of the checks; the page that holds it says so by a field of its own."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str] | None:
        if f"{name}{ASKED}" not in data:
            return None
        return str(data.get(name) or "").split()

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}{ASKED}" not in data


class ConfirmedField(forms.Field):
    """The keys of the warnings that were on the page when its box was ticked; None from a page that asked nothing."""

    widget = Confirmed

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False
