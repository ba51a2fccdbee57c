"""`{% picture image alt="…" sizes="(min-width: 60rem) 40rem, 100vw" crop="16x9" %}`"""

from django import template
from django.utils.safestring import SafeString

from articles.models import Image
from articles.pictures.renditions import Crop, Shown, shown

register = template.Library()


@register.inclusion_tag("articles/pictures/picture.html")
def picture(
    image: Image | Shown,
    alt: str = "",
    sizes: str = "100vw",
    crop: str = "whole",
    *,
    first: bool = False,
    css: str = "",
) -> dict[str, object]:
    """The picture in every format and size there is; the stored original while they are in the making.

    `first` is for the one that readers see before they scroll: it is fetched at once. An empty `alt` says that the
    words around it tell all there is to know.
    """
    found = image if isinstance(image, Shown) else shown(image, Crop(crop))
    classes = " ".join(filter(None, (css, found.position)))
    return {"shown": found, "alt": alt, "sizes": sizes, "first": first, "classes": classes}


@register.simple_tag
def picture_url(image: Image, crop: str = "16x9") -> SafeString | str:
    """One address that works everywhere: for feeds, mails and cards of social networks."""
    return shown(image, Crop(crop)).url
