"""A picture as HTML: in every format and size there is."""

from django.utils.safestring import SafeString

from articles.models import Image
from articles.pictures.renditions import Crop, Shown, shown
from newsroom.core.markup import NOTHING, Markup, joined

_PICTURE = Markup(
    '<picture>{sources}<img src="{url}"{srcset} width="{width}" height="{height}" alt="{alt}"{css}{loading}></picture>'
)
_SOURCE = Markup('<source type="{type}" srcset="{srcset}" sizes="{sizes}">')
_SRCSET = Markup(' srcset="{srcset}" sizes="{sizes}"')
_CSS = Markup(' class="{css}"')
_AT_ONCE, _LATER = Markup(' fetchpriority="high"')(), Markup(' loading="lazy" decoding="async"')()


def picture(
    image: Image | Shown,
    alt: str = "",
    sizes: str = "100vw",
    crop: str = "whole",
    *,
    first: bool = False,
    css: str = "",
) -> SafeString:
    """The picture in every format and size there is; a small JPEG while they are in the making.

    `first` is for the one that readers see before they scroll: it is fetched at once. An empty `alt` says that the
    words around it tell all there is to know.
    """
    found = image if isinstance(image, Shown) else shown(image, Crop(crop))
    classes = " ".join(filter(None, (css, found.position)))
    return _PICTURE(
        sources=joined(_SOURCE(type=kind, srcset=srcset, sizes=sizes) for kind, srcset in found.sources),
        url=found.url,
        srcset=_SRCSET(srcset=found.srcset, sizes=sizes) if found.srcset else NOTHING,
        width=str(found.width),
        height=str(found.height),
        alt=alt,
        css=_CSS(css=classes) if classes else NOTHING,
        loading=_AT_ONCE if first else _LATER,
    )


_CAPTION = Markup("<figcaption>{caption}{credit}</figcaption>")
_CREDIT = Markup(' <span class="credit">{credit}</span>')


def figcaption(caption: str, credit: str) -> SafeString:
    """What stands under a picture, where there is anything to say."""
    if not caption and not credit:
        return NOTHING
    return _CAPTION(caption=caption, credit=_CREDIT(credit=credit) if credit else NOTHING)
