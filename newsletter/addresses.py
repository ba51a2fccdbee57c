"""Where links in mails lead: the site's own address, in the reader's language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from newsletter import tokens
from newsletter.models import Newsletter, Subscription
from newsroom.core.links import absolute


def confirmation(subscription: Subscription) -> str:
    return _link("newsletter:confirm", subscription.subscriber.language, tokens.confirmation(subscription))


def unsubscription(subscription: Subscription) -> str:
    return _link("newsletter:unsubscribe", subscription.newsletter.language, tokens.unsubscription(subscription))


def sign_up(language: str) -> str:
    return _link("newsletter:sign_up", language)


def list_id(newsletter: Newsletter) -> str:
    """RFC 2919: a name that stays as it is, below a domain of ours or below `localhost`."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    is_domain = "." in host and not host.replace(".", "").isdigit() and ":" not in host
    return f"<{newsletter.slug}.newsletter.{host if is_domain else 'localhost'}>"


def _link(view: str, language: str, *args: str) -> str:
    with override(language):
        return absolute(reverse(view, args=args))
