"""What other pages show of the newsletter, as HTML."""

from django.utils.safestring import SafeString

from newsletter import consent
from newsletter.models import Newsletter
from newsroom.core.assets import style_sheets
from newsroom.core.markup import Markup

_BOX = Markup("""\
{styles}
<section class="letter" aria-labelledby="letter-title" lang="{language}">
<h2 id="letter-title">{title}</h2>
<p dir="auto">{words}</p>
{form}
<small>{promise}</small>
</section>""")


def box(newsletter: Newsletter, form: SafeString) -> SafeString:
    return _BOX(
        styles=style_sheets("site/forms.css", "site/newsletter.css"),
        language=newsletter.language,
        title=consent.TITLE,
        words=newsletter.description or consent.INVITATION,
        form=form,
        promise=consent.PROMISE,
    )
