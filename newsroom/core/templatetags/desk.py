"""What the office's templates say in one word: an icon, an age, a panel, an entry of the trail."""

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from newsroom.core import audit
from newsroom.core.desk.dashboard import Shown
from newsroom.core.models import AuditEntry, PublicationText

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of static/desk/icons.svg; it says nothing that isn't in the words beside it."""
    address = f"{static('desk/icons.svg')}#{name}"
    return format_html('<svg class="icon" width="18" height="18" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def status(name: str, label: str) -> SafeString:
    """Shape, word and colour: none of the three is needed to understand the others."""
    address = f"{static('desk/icons.svg')}#s-{name}"
    return format_html(
        '<span class="status status-{}"><svg width="12" height="12" aria-hidden="true"><use href="{}"/></svg>{}</span>',
        name,
        address,
        label,
    )


@register.simple_tag
def publication_name() -> str:
    """For pages without the admin site's context: signing in, errors."""
    return PublicationText.objects.masthead()


@register.simple_tag
def office_languages() -> list[tuple[str, str]]:
    """The languages by code, each called by its own name."""
    return [(code, capfirst(get_language_info(code)["name_local"])) for code, _name in settings.LANGUAGES]


@register.filter
def direction(text: str) -> str:
    """Which way somebody's own words run: as their first letter does, for a block that holds more than them."""
    kinds = map(unicodedata.bidirectional, text)
    return "rtl" if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L" else "ltr"


@register.filter
def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """How long something has been, in the shortest words that a person would use."""
    if moment is None:
        return ""
    past = (now or timezone.now()) - moment
    if past < timedelta(minutes=1):
        return _("just now")
    if past < timedelta(hours=1):
        minutes = past // timedelta(minutes=1)
        return ngettext("%(number)s minute ago", "%(number)s minutes ago", minutes) % {"number": minutes}
    if past < timedelta(days=2):
        hours = past // timedelta(hours=1)
        return ngettext("%(number)s hour ago", "%(number)s hours ago", hours) % {"number": hours}
    return ngettext("%(number)s day ago", "%(number)s days ago", past.days) % {"number": past.days}


@register.filter
def told(entry: AuditEntry) -> SafeString:
    return audit.in_html(entry)


@register.simple_tag(takes_context=True)
def panel(context: Context, shown: Shown) -> str:
    """A panel of the dashboard, with its own variables on top of the page's."""
    found: Any = context.template
    with context.push(**shown.context):
        return str(found.engine.get_template(shown.panel.template).render(context))
