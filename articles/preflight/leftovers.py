"""What programs and hurried people leave in a text: shortcodes, placeholders of templates, “to come”."""

import re

_WORDPRESS = (
    "gallery|caption|embed|video|audio|playlist|youtube|vimeo|tweet|soundcloud|contact-form(?:-7)?|vc_\\w+|et_pb_\\w+"
    "|su_\\w+|wp_\\w+|button|columns?|row|shortcode"
)
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\[/?(?:{_WORDPRESS})(?:\s[^\[\]\n]*)?/?\]",
        r"\[[a-z][\w-]*\s+[\w-]+\s*=\s*[\"“”«'’][^\[\]\n]*\]",
        r"\[/[a-z][\w-]*\]",
        r"\{\{[^{}\n]{0,200}\}\}",
        r"\{%[^{}\n]{0,200}%\}",
        r"\bTKTK\w*",
        r"\bTK\b(?!\s+[A-Z])",
        r"\bX{3}(?:X{2,})?\b",
        r"(?i:\blorem ipsum\b)",
        r"&(?:nbsp|amp|quot|lt|gt|laquo|raquo|eacute|#\d{2,5});",
    )
)


def leftovers(text: str) -> list[str]:
    """As they stand, in the order of their kinds, each once."""
    return list(dict.fromkeys(found.group() for pattern in PATTERNS for found in pattern.finditer(text)))
