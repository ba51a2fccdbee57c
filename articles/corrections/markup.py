"""A note to readers as HTML, below its article and among all the others."""

from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Change, PublishedVersion
from articles.pages import words
from newsroom.core.markup import Markup
from newsroom.core.typography import set_words

_NOTE = Markup('<p class="erratum"><strong>{kind}, <time datetime="{stamp}">{moment}</time>.</strong> {text}</p>\n')
_ENTRY = Markup("""\
<li><article class="told" aria-labelledby="told-{pk}-{stamp}">
<p class="meta"><b>{kind}</b> · <time datetime="{stamp}">{moment}</time></p>
<h2 id="told-{pk}-{stamp}"><a href="{url}">{title}</a></h2>
<p class="what" lang="{language}" dir="{direction}">{text}</p>
</article></li>
""")


def kind(change: Change) -> str:
    """What a note is called for readers."""
    if change is Change.CORRECTION:
        return _("Correction")
    return _("Clarification") if change is Change.CLARIFICATION else _("Update")


def note(text: str, *, at: datetime, change: Change) -> SafeString:
    return _NOTE(kind=kind(change), stamp=words.stamp(at), moment=words.moment(at), text=text)


def entry(text: str, *, at: datetime, change: Change, version: PublishedVersion) -> SafeString:
    return _ENTRY(
        pk=version.article_id,
        kind=kind(change),
        stamp=words.stamp(at),
        moment=words.moment(at),
        url=version.get_absolute_url(),
        title=set_words(version.title, version.language),
        language=version.language,
        direction=words.direction(version.language),
        text=set_words(text, version.language),
    )
