"""The audit trail: every verb calls `record()` inside its own transaction."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.core.models import AuditEntry, User

_words: dict[str, str | Promise] = {}


def declare(**verbs: str | Promise) -> None:
    """Give verbs their words, with `%(actor)s` and `%(target)s` in them; `user_invited=…` declares `user.invited`.

    Apps call this in `ready()`. Raises ImproperlyConfigured for a verb that has other words already.
    """
    for name, words in verbs.items():
        verb = name.replace("_", ".", 1)
        if _words.setdefault(verb, words) is not words and str(_words[verb]) != str(words):
            raise ImproperlyConfigured(f"The audit verb {verb!r} is declared twice.")


def record(verb: str, target: models.Model | None = None, *, by: User | None, **detail: Any) -> AuditEntry:
    """Write down that `by` (None: the system) did `verb` to `target`; `detail` is JSON without personal data.

    Raises KeyError for a verb that nobody declared: what has no words can't be told.
    """
    if verb not in _words:
        raise KeyError(f"Declare the audit verb {verb!r} in the app's ready().")
    entry = AuditEntry(
        actor=by,
        actor_name=str(by) if by else "",
        verb=verb,
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        target_label=str(target)[:200] if target else "",
        detail=detail,
    )
    entry.save()
    return entry


def in_words(entry: AuditEntry) -> str:
    """The entry as a sentence in the active language; the bare verb for one whose app has gone."""
    names = {"actor": entry.actor_name or _("The system"), "target": entry.target_label}
    return str(_words.get(entry.verb, entry.verb)) % names


CORE_VERBS: dict[str, str | Promise] = {
    "user_invited": gettext_lazy("%(actor)s invited %(target)s."),
    "user_joined": gettext_lazy("%(target)s accepted the invitation."),
    "user_changed": gettext_lazy("%(actor)s changed the account of %(target)s."),
    "user_roles": gettext_lazy("%(actor)s changed the roles of %(target)s."),
    "user_deactivated": gettext_lazy("%(actor)s deactivated %(target)s."),
    "user_reactivated": gettext_lazy("%(actor)s reactivated %(target)s."),
    "user_password": gettext_lazy("%(target)s chose a new password."),
    "session_revoked": gettext_lazy("%(actor)s signed %(target)s out elsewhere."),
    "publication_changed": gettext_lazy("%(actor)s changed the publication."),
}
