"""The look of pages that must stand alone: style sheets, fonts and the database may be what is out of reach.

They carry their style themselves; only they may, by its hash.
"""

import base64
import hashlib
from typing import TypeVar

from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString

STYLE = """\
:root{color-scheme:light dark;--paper:#fff;--ink:#121816;--soft:#4b5652;--accent:#00614a}
@media (prefers-color-scheme:dark){:root{--paper:#101614;--ink:#e9eeeb;--soft:#a8b4ae;--accent:#74d0aa}}
*{box-sizing:border-box;margin:0}
body{background:var(--paper);color:var(--ink);font:1.0625rem/1.6 Charter,Georgia,"Noto Serif",serif;
padding:clamp(1rem,4vw,2.5rem);max-inline-size:64rem;margin-inline:auto;overflow-wrap:anywhere}
header{border-block-end:5px solid var(--ink);padding-block-end:.5rem;margin-block-end:clamp(2rem,6vw,4rem)}
header ul{list-style:none;display:flex;justify-content:flex-end;gap:1rem;padding:0;font:.875rem/1.5 sans-serif}
a{color:var(--accent);display:inline-block;padding-block:.25rem;text-underline-offset:.2em}
[aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
.number{font-size:clamp(4rem,2rem + 7vw,8rem);line-height:.9;color:var(--accent);letter-spacing:-.04em}
h1{font-size:clamp(1.75rem,1.2rem + 2.9vw,3rem);line-height:1.15;margin-block:1.5rem 1rem;text-wrap:balance}
p{max-inline-size:41rem;color:var(--soft)}
p+p{margin-block-start:1rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
"""
HASH = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
Answer = TypeVar("Answer", bound=HttpResponseBase)


def style() -> SafeString:
    return SafeString(f"<style>{STYLE}</style>")


def allowed(response: Answer) -> Answer:
    """An answer that is such a page."""
    response._csp_update = {"style-src": [HASH]}  # type: ignore[attr-defined]  # what django-csp looks for
    return response
