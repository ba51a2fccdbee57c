"""What other pages show of the newsletter, as HTML."""

from django.utils.safestring import SafeString

from newsletter import consent
from newsletter.models import Newsletter
from newsroom.core.markup import Markup

# Pages that show it have the style sheet of forms in their head.
_BOX = Markup("""\
<section class="letter" aria-labelledby="letter-title" lang="{language}">
<h2 id="letter-title">{title}</h2>
<p dir="auto">{words}</p>
{form}
<small>{promise}</small>
</section>""")


def box(newsletter: Newsletter, form: SafeString) -> SafeString:
    return _BOX(
        language=newsletter.language,
        title=consent.TITLE,
        words=newsletter.description or consent.INVITATION,
        form=form,
        promise=consent.PROMISE,
    )
