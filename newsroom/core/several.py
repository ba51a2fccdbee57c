"""Several rows chosen in a form."""

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

DIGITS = 18
M = TypeVar("M", bound=models.Model)


class SeveralField(forms.ModelMultipleChoiceField[M]):
    def clean(self, value: Any) -> Any:
        """SQLite fails on a number that is too large for any of its rows, instead of finding none."""
        for sent in value if isinstance(value, list | tuple) else ():
            if len(str(sent)) > DIGITS:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": sent})
        return super().clean(value)
