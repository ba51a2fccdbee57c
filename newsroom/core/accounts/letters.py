"""The mails about accounts. Each goes to the account's owner, in their language, after the transaction's commit."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from newsroom.core import mail
from newsroom.core.accounts import tokens
from newsroom.core.links import absolute
from newsroom.core.models import User


def invitation(user: User, by: User | None) -> None:
    _send(
        "invitation",
        user,
        by=str(by or ""),
        link=_link("admin:invitation", user, tokens.INVITATION),
        days=tokens.INVITATION.lifetime.days,
    )


def password_reset(user: User) -> None:
    """For somebody who never accepted their invitation there is no password to reset: the mail says whom to ask."""
    link = "" if user.is_invited else _link("admin:password_reset_choose", user, tokens.RESET)
    _send("password_reset", user, link=link, hours=int(tokens.RESET.lifetime.total_seconds() // 3600))


def password_changed(user: User) -> None:
    _send("password_changed", user, at=_now(user), link=absolute(reverse("admin:password_reset")))


def address_changed(user: User, former: str) -> None:
    """Goes to the address that was: whoever took the account over would read the new one."""
    _send("address_changed", user, to=former, at=_now(user), address=user.email)


def _send(template: str, user: User, *, to: str = "", **context: str | int) -> None:
    context["name"] = user.name
    mail.send(template, to=to or user.email, language=user.language, context=context)


def _link(view: str, user: User, kind: tokens.Tokens) -> str:
    return absolute(reverse(view, args=[tokens.encode(user), kind.make(user)]))


def _now(user: User) -> str:
    with override(user.language):
        return date_format(timezone.localtime(), "DATETIME_FORMAT")
