"""The readers' one style sheet: the site's own, and behind it the colours of the sections.

One, since a telephone far away pays for each file that it has to ask for before it can paint. Its address says all that
is in it, so it never changes. It is kept as a file beside the other static ones, where nginx finds it even when nobody
else is there.
"""

import gzip
import hashlib
import logging
import secrets
from functools import cache, lru_cache
from pathlib import Path

import brotli
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.colours import style_sheet
from newsroom.core.assets import STYLE, asset, content
from newsroom.core.pagestore.files import VARIANTS, Bodies

logger = logging.getLogger(__name__)
OURS = "site/style.css"
INDIC = "@layer parts{:is(.prose,.notes)>ol:lang(ar){list-style-type:arabic-indic}}"
"""For papers whose Arabic pages are written with those digits."""
QUICK, BEST = 5, 11
"""How hard brotli tries: while somebody waits, and for a file that is read for months."""


@cache
def release() -> str:
    """Twelve hexadecimal digits that change with the sheet."""
    return hashlib.sha256(_own().encode()).hexdigest()[:12]


def _own() -> str:
    return content(OURS) + (INDIC if settings.ARABIC_DIGITS == "arabic" else "")


@lru_cache(maxsize=64)
def link(colours: str) -> SafeString:
    """`colours` as `Shell.colours` has them; without any, the sheet alone. From now on it is a file, if that can be."""
    if not colours:
        return STYLE(url=asset(OURS))
    url = reverse("site:looks", args=[release(), colours])
    file = _file(url)
    if file.parent.is_dir() and not file.exists():
        _keep(file, sheet(colours, BEST))
    return STYLE(url=url)


@lru_cache(maxsize=16)
def sheet(colours: str, quality: int = QUICK) -> Bodies:
    """The whole sheet, and as it is sent to who can unpack it."""
    words = (_own() + style_sheet(colours.split("-"))).encode()
    return Bodies(
        words, gzip.compress(words, 9, mtime=0), brotli.compress(words, mode=brotli.MODE_TEXT, quality=quality)
    )


def at(url: str, colours: str) -> Bodies:
    """What stands at an address of ours: the file, or made for whoever asks for other colours than the site's."""
    file = _file(url)
    try:
        return Bodies(*(file.with_name(file.name + variant).read_bytes() for variant in VARIANTS))
    except OSError:
        return sheet(colours)


def _file(url: str) -> Path:
    return Path(settings.STATIC_ROOT) / Path(OURS).parent / url.rpartition("/")[2]


def _keep(file: Path, bodies: Bodies) -> None:
    """Each at once, the one that is looked for last of all; a folder that can't be written to costs nothing else."""
    try:
        for variant, body in reversed(list(zip(VARIANTS, (bodies.body, bodies.gzip, bodies.brotli), strict=True))):
            hand = file.with_name(f".{secrets.token_hex(8)}")
            hand.write_bytes(body)
            hand.replace(file.with_name(file.name + variant))
    except OSError as error:
        logger.warning("The style sheet was not kept as a file: %s", error)
