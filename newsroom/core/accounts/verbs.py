"""What can be done to accounts and sessions: each checks, sets, records, in one transaction, and mails after commit.

All raise ValidationError in words for people. `by` None is the system.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.core import audit
from newsroom.core.accounts import guards, letters
from newsroom.core.accounts.tokens import INVITATION, RESET
from newsroom.core.models import StaffSession, User


def invite(
    email: str, name: str, roles: Collection[str], *, by: User | None, language: str = "fr", at: datetime | None = None
) -> User:
    """Make an account without a password and mail its owner the link that opens it."""
    guards.may_invite(by)
    user = User(email=email.strip().lower(), name=name.strip(), language=language, invited_at=at or timezone.now())
    user.set_unusable_password()
    guards.may_set_roles(user, roles, None)
    with transaction.atomic():
        _save(user)
        user.groups.set(Group.objects.filter(name__in=roles))
        audit.record("user.invited", user, by=by, roles=sorted(roles))
        letters.invitation(user, by)
    return user


def resend_invitation(user: User, *, by: User | None, at: datetime | None = None) -> None:
    """Mail a new link; the old one opens nothing any more."""
    guards.may_manage(user, by)
    with transaction.atomic():
        row = _locked(user)
        if not row.is_active:
            raise ValidationError(_("The account is deactivated: reactivate it first."), code="inactive")
        if not row.is_invited:
            raise ValidationError(_("The invitation was accepted already."), code="joined")
        row.invited_at = user.invited_at = at or timezone.now()
        row.save(update_fields=["invited_at"])
        audit.record("user.invited", row, by=by, again=True)
        letters.invitation(row, by)


def join(user: User, token: str, name: str, password: str) -> User:
    """Accept an invitation: once, under the name that its owner goes by."""
    with transaction.atomic():
        row = _locked(user)
        if not INVITATION.opens(token, row):
            raise ValidationError(_("This invitation has been used or withdrawn."), code="link")
        row.name, row.joined_at = name.strip(), timezone.now()
        row.set_password(password)
        row.save(update_fields=["name", "joined_at", "password"])
        audit.record("user.joined", row, by=row)
    return row


def reset_password(user: User, token: str, password: str) -> User:
    with transaction.atomic():
        row = _locked(user)
        if not RESET.opens(token, row):
            raise ValidationError(_("This link has been used or is too old."), code="link")
        return change_password(row, password, by=row)


def change_password(user: User, password: str, *, by: User | None, keep: str | None = None) -> User:
    """Set it, end every session but the one with the key `keep`, and tell the owner by mail."""
    if by is not None and by.pk != user.pk:
        raise ValidationError(_("Only its owner may choose the password of an account."), code="permission")
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        StaffSession.objects.filter(user=user).exclude(session_key=keep or "").delete()
        audit.record("user.password", user, by=by)
        letters.password_changed(user)
    return user


def change_account(
    user: User, *, name: str, email: str, language: str, mails: bool | None = None, by: User | None
) -> bool:
    """Answers whether anything changed. The owner may, and who manages accounts; a new address is told to the old."""
    if by is not None and by.pk != user.pk:
        guards.may_manage(user, by)
    with transaction.atomic():
        row = _locked(user)
        former = row.email
        wanted: dict[str, Any] = {"name": name.strip(), "email": email.strip().lower(), "language": language}
        wanted |= {} if mails is None else {"mails": mails}
        changed = [field for field, value in wanted.items() if getattr(row, field) != value]
        for field in changed:
            setattr(row, field, wanted[field])
            setattr(user, field, wanted[field])
        if not changed:
            return False
        _save(row, update_fields=changed)
        audit.record("user.changed", row, by=by, fields=changed)
        if "email" in changed:
            letters.address_changed(row, former)
            if row.is_invited and row.is_active:
                letters.invitation(row, by)  # the link went to an address that isn't theirs
    return True


def set_roles(user: User, roles: Collection[str], *, by: User | None) -> bool:
    """Give `user` exactly these roles; answers whether anything changed."""
    with transaction.atomic():
        row, wanted = _locked(user), set(roles)
        now = set(row.groups.values_list("name", flat=True))
        if now == wanted:
            guards.may_manage(row, by)
            return False
        guards.may_set_roles(row, wanted, by)
        row.groups.set(Group.objects.filter(name__in=wanted))
        audit.record("user.roles", row, by=by, given=sorted(wanted - now), taken=sorted(now - wanted))
    return True


def deactivate(user: User, *, by: User | None) -> bool:
    """Close the account and end its sessions at once; answers False for one that is closed."""
    with transaction.atomic():
        row = _locked(user)
        guards.may_deactivate(row, by)
        if not row.is_active:
            return False
        row.is_active = user.is_active = False
        row.save(update_fields=["is_active"])
        StaffSession.objects.filter(user=row).delete()
        audit.record("user.deactivated", row, by=by)
    return True


def reactivate(user: User, *, by: User | None) -> bool:
    with transaction.atomic():
        row = _locked(user)
        guards.may_manage(row, by)
        if row.is_active:
            return False
        row.is_active = user.is_active = True
        row.save(update_fields=["is_active"])
        audit.record("user.reactivated", row, by=by)
    return True


def revoke_sessions(user: User, *, by: User | None, except_key: str | None = None) -> int:
    """Sign `user` out everywhere, or everywhere but in the session with that key; answers how many ended."""
    if by is None or by.pk != user.pk:
        guards.may_manage(user, by)
    with transaction.atomic():
        open_now = StaffSession.objects.of(user.pk).exclude(session_key=except_key or "")
        ended = len(keys := [row.pk for row in open_now])
        StaffSession.objects.filter(pk__in=keys).delete()
        if ended:
            audit.record("session.revoked", user, by=by, sessions=ended)
    return ended


def revoke_session(user: User, handle: str, *, by: User | None) -> bool:
    """End one session, named by its handle; False where there is none of that name (any more)."""
    if by is None or by.pk != user.pk:
        guards.may_manage(user, by)
    with transaction.atomic():
        named = [row.pk for row in StaffSession.objects.of(user.pk) if row.is_named(handle)]
        ended = StaffSession.objects.filter(pk__in=named).delete()[0]
        if ended:
            audit.record("session.revoked", user, by=by, sessions=ended)
    return bool(ended)


def _locked(user: User) -> User:
    """The account's row as it is now, held until the transaction ends, together with every keeper's.

    Two administrators who deactivate each other at the same moment take turns: the second is told that they can't.
    """
    ids = {*User.objects.keepers().values_list("pk", flat=True), user.pk}
    rows: dict[int, User] = {row.pk: row for row in User.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    if user.pk not in rows:
        raise ValidationError(_("This account doesn't exist any more."), code="gone")
    return rows[user.pk]


def _save(user: User, **fields: Any) -> None:
    """Two people take one address at the same moment: the unique index decides, and the later one is told so."""
    user.full_clean()
    try:
        with transaction.atomic():
            user.save(**fields)
    except IntegrityError:
        raise ValidationError({"email": _("There is already an account with this address.")}) from None
