"""Links that open one door once: of a password reset and of an invitation.

Nothing is stored. The account's state is part of the signature, so a link dies by what it was made for (another
password), by deactivation, by another address, and by its age.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from newsroom.core.models import User


@dataclass(frozen=True)
class Tokens:
    purpose: str
    lifetime: timedelta
    for_invited: bool

    def make(self, user: User) -> str:
        return self._signer(user).sign(str(user.pk)).partition(".")[2]

    def opens(self, token: str, user: User) -> bool:
        if not user.is_active or user.is_invited != self.for_invited:
            return False
        try:
            self._signer(user).unsign(f"{user.pk}.{token}", max_age=self.lifetime)
        except BadSignature:
            return False
        return True

    def _signer(self, user: User) -> TimestampSigner:
        state = (user.email, user.password, user.last_login, user.invited_at)
        return TimestampSigner(sep=".", salt="\0".join(["newsroom.tokens", self.purpose, *map(str, state)]))


RESET = Tokens("reset", timedelta(hours=24), for_invited=False)
INVITATION = Tokens("invitation", timedelta(days=7), for_invited=True)


def encode(user: User) -> str:
    return urlsafe_base64_encode(str(user.pk).encode())


def find(uid: str) -> User | None:
    """The account that a link names; None for whatever isn't one."""
    try:
        number = int(force_str(urlsafe_base64_decode(uid)))
    except ValueError:
        return None
    return User.objects.filter(pk=number).first() if 0 < number < 2**63 else None
