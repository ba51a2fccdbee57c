from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import PublishedVersion
from articles.reports.views import form_address
from newsroom.core.markup import Markup

_LINK = Markup('<p class="wrong"><a href="{url}" rel="nofollow" data-report>{words}</a></p>')


def link(version: PublishedVersion) -> SafeString:
    """Below an article: where readers say that something in it is wrong."""
    # Translators: in French "Signaler une erreur"
    return _LINK(url=form_address(version.article_id), words=_("Report an error"))
