"""`{% picture image alt="…" sizes="(min-width: 60rem) 40rem, 100vw" crop="16x9" %}`"""

from django import template
from django.utils.safestring import SafeString

from articles.models import Image
from articles.pictures.markup import picture
from articles.pictures.renditions import Crop, shown

register = template.Library()
register.simple_tag(picture)


@register.simple_tag
def picture_url(image: Image, crop: str = "16x9") -> SafeString | str:
    """One address that works everywhere: for feeds, mails and cards of social networks."""
    return shown(image, Crop(crop)).url
