"""Which digits Arabic pages are written with: western ones, as in Morocco, or Arabic-Indic ones."""

from django.conf import settings

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def figures(text: str, language: str) -> str:
    """The site's own numbers and dates, as readers of a language get them; not for what people wrote."""
    return text.translate(ARABIC_INDIC) if language == "ar" and settings.ARABIC_DIGITS == "arabic" else text
