"""Our own style sheets and scripts, as pages name them."""

from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.templatetags.static import static
from django.utils.safestring import SafeString

from newsroom.core.markup import Markup, joined

_ICON = Markup('<link rel="icon" href="data:image/svg+xml,{picture}">')
STYLE = Markup('<link rel="stylesheet" href="{url}">')


@cache
def asset(name: str) -> str:
    """Its address, which holds a hash of its content: the same for as long as a process lives."""
    return static(name)


@cache
def style_sheets(*names: str) -> SafeString:
    return joined(STYLE(url=asset(name)) for name in names)


@cache
def content(name: str) -> str:
    """What is in it; where static files were collected as they were, with the names of those that it takes.

    Raises FileNotFoundError.
    """
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        with suppress(ValueError, OSError), staticfiles_storage.open(staticfiles_storage.stored_name(name)) as file:
            return str(file.read().decode())
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")


@cache
def icon(name: str) -> SafeString:
    """The page's icon in the page itself: a few hundred bytes cost a reader far away less than another request."""
    return _ICON(picture=quote(content(name).strip(), safe="=:/'"))
