"""Our own style sheets and scripts, as pages name them."""

from functools import cache

from django.templatetags.static import static
from django.utils.safestring import SafeString

from newsroom.core.markup import Markup, joined

_STYLE = Markup('<link rel="stylesheet" href="{url}">')


@cache
def asset(name: str) -> str:
    """Its address, which holds a hash of its content: the same for as long as a process lives."""
    return static(name)


@cache
def style_sheets(*names: str) -> SafeString:
    return joined(_STYLE(url=asset(name)) for name in names)
