"""Who may do what to whose account. Each guard passes in silence or raises a ValidationError in words for the person.

Forms ask them before they save, and the verbs ask them again under a lock.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsroom.core.models import User
from newsroom.core.roles import BY_CODE


def may_invite(by: User | None) -> None:
    if by is not None and not (by.is_active and by.has_perm("core.add_user")):
        raise ValidationError(_("Only administrators may invite people."), code="permission")


def may_manage(user: User, by: User | None) -> None:
    """`by` None is the system: a command on the server, a task."""
    if by is None:
        return
    if not (by.is_active and by.has_perm("core.change_user")):
        raise ValidationError(_("Only administrators may change the accounts of others."), code="permission")
    if user.is_superuser and not by.is_superuser:
        raise ValidationError(_("This account is managed by those who run the server."), code="superuser")


def may_set_roles(user: User, roles: Collection[str], by: User | None) -> None:
    """Nobody changes their own roles: whoever keeps the keys would otherwise be one click from publishing, unseen.

    It takes a second administrator, and the audit trail names both.
    """
    may_manage(user, by)
    if unknown := sorted(set(roles) - set(BY_CODE)):
        raise ValidationError(_("There is no role named %(role)s."), code="role", params={"role": unknown[0]})
    if by is not None and by.pk == user.pk:
        raise ValidationError(
            _("You can't change your own roles. Ask another administrator to do it."), code="own_roles"
        )
    if "administrator" not in roles and not user.is_superuser:
        must_leave_a_keeper(
            user, _("The newsroom would be left without an administrator. Give this role to somebody else first.")
        )


def may_deactivate(user: User, by: User | None) -> None:
    may_manage(user, by)
    if by is not None and by.pk == user.pk:
        raise ValidationError(
            _("You can't deactivate your own account. Ask another administrator to do it."), code="self"
        )
    must_leave_a_keeper(user, _("This is the last administrator. Make somebody else administrator first."))


def must_leave_a_keeper(user: User, words: str) -> None:
    keepers = set(User.objects.keepers().values_list("pk", flat=True))
    if keepers == {user.pk}:
        raise ValidationError(words, code="last_keeper")
