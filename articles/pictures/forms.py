import unicodedata
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from articles.models import Image, ImageText
from articles.pictures import reading

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONGEST = 120


class PercentField(forms.IntegerField):
    """0 to 100 for the person, 0 to 1 in the row."""

    widget = forms.NumberInput(attrs={"type": "range", "step": "1"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "min_value": 0, "max_value": 100})

    def prepare_value(self, value: Any) -> Any:
        return round(value * 100) if isinstance(value, float) else value

    def clean(self, value: Any) -> float | None:
        number = super().clean(value)
        return None if number is None else number / 100

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class ChangeForm(forms.ModelForm[Image]):
    focal_x = PercentField(label=gettext_lazy("From the left, in percent"))
    focal_y = PercentField(label=gettext_lazy("From the top, in percent"))

    class Meta:
        model = Image
        fields = ("name", "credit", "licence", "licence_ends_on", "focal_x", "focal_y")


class AddForm(forms.ModelForm[Image]):
    """The file is read here; what comes out is in `reading`."""

    upload = forms.FileField(
        label=gettext_lazy("file"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose the picture’s file.")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP or AVIF, up to 20 MB and 50 megapixels. Where it was taken and with what is removed."
        ),
    )
    reading: reading.Reading

    class Meta:
        model = Image
        fields = ("name", "credit", "licence", "licence_ends_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = False
            self.fields["name"].help_text = _(
                "What the newsroom calls it; readers don’t see it. Left empty, it is the file’s name."
            )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        reading.refuse_size(upload)
        if found := Image.objects.filter(sha256=reading.digest(upload)).first():
            raise ValidationError(already_there(found), code="there")
        self.reading = reading.read(upload)
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and cleaned.get("upload"):
            cleaned["name"] = name_from(cleaned["upload"].name)
        return cleaned


def already_there(image: Image) -> SafeString:
    return format_html(
        _('This picture is in the library already: <a href="{}">{}</a>. Use that one, or correct it there.'),
        reverse("admin:articles_image_change", args=[image.pk]),
        image,
    )


def name_from(file_name: str | None) -> str:
    """A file's name as words: one line, nothing invisible, not too long; never empty."""
    stem = PurePosixPath((file_name or "").replace("\\", "/")).stem.replace("_", " ")
    kept = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in stem)
    words = " ".join(unicodedata.normalize("NFC", kept).split())[:LONGEST].strip()
    return words or _("Untitled")


class TextForm(forms.ModelForm[ImageText]):
    language_name: str = ""

    class Meta:
        model = ImageText
        fields = ("language", "alt", "caption")
        widgets = {"language": forms.HiddenInput, "caption": forms.Textarea(attrs={"rows": 2, "maxlength": 500})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Each form speaks its language: direction and spelling are the text's, not the office's."""
        super().__init__(*args, **kwargs)
        code = self.instance.language or (self.initial or {}).get("language") or ""
        if code in LANGUAGES:
            information = get_language_info(code)
            self.language_name = capfirst(information["name_local"])
            for name in ("alt", "caption"):
                direction = "rtl" if information["bidi"] else "ltr"
                self.fields[name].widget.attrs.update(lang=code, dir=direction)


class TextFormSet(forms.BaseInlineFormSet[ImageText, Image, TextForm]):
    """One form per language, there or not yet, in the site's order; one that is left empty makes no row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        image: Image | None = kwargs.get("instance")
        written = {text.language for text in image.texts.all()} if image and image.pk else set()
        missing = [code for code in LANGUAGES if code not in written]
        kwargs["initial"] = [{"language": code} for code in missing]
        self.extra = len(missing)
        super().__init__(*args, **kwargs)

    def get_queryset(self) -> Any:
        if not hasattr(self, "_in_order"):
            self._in_order = sorted(super().get_queryset(), key=lambda text: LANGUAGES.index(text.language))
        return self._in_order
