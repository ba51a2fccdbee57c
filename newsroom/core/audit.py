"""The audit trail: every verb calls `record()` inside its own transaction."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.core.models import AuditEntry, User

_words: dict[str, str | Promise] = {}
_families: dict[str, str | Promise] = {}
_numbered: dict[str, str | Promise] = {}


def declare(**verbs: str | Promise) -> None:
    """Give verbs their words, with `%(actor)s` and `%(target)s` in them; `user_invited=…` declares `user.invited`.

    Apps call this in `ready()`. Raises ImproperlyConfigured for a verb that has other words already.
    """
    for name, words in verbs.items():
        verb = name.replace("_", ".", 1)
        if _words.setdefault(verb, words) is not words and str(_words[verb]) != str(words):
            raise ImproperlyConfigured(f"The audit verb {verb!r} is declared twice.")


def record(verb: str, target: models.Model | str | None = None, *, by: User | None, **detail: Any) -> AuditEntry:
    """Write down that `by` (None: the system) did `verb` to `target`; `detail` is JSON without personal data.

    A target that is no row is given by its name.

    Raises KeyError for a verb that nobody declared: what has no words can't be told.
    """
    if verb not in _words:
        raise KeyError(f"Declare the audit verb {verb!r} in the app's ready().")
    row = target if isinstance(target, models.Model) else None
    entry = AuditEntry(
        actor=by,
        actor_name=str(by)[:120] if by else "",
        verb=verb,
        target_type=row._meta.label_lower if row else "",
        target_id=str(row.pk) if row else "",
        target_label=str(target)[:200] if target else "",
        detail=detail,
    )
    entry.save()
    return entry


def in_words(entry: AuditEntry) -> str:
    """The entry as a sentence in the active language; the bare verb for one whose app has gone."""
    return _sentence(entry) % _names(entry)


def in_html(entry: AuditEntry) -> SafeString:
    """`in_words`, with each name set apart: an Arabic name must not turn a French sentence around."""
    names = {name: format_html("<bdi>{}</bdi>", words) for name, words in _names(entry).items()}
    sentence = conditional_escape(_sentence(entry)).replace("{", "{{").replace("}", "}}")
    return format_html(sentence % {"actor": "{actor}", "target": "{target}"}, **names)


def _sentence(entry: AuditEntry) -> str:
    return str(_words.get(entry.verb) or entry.verb.replace("%", "%%"))


def _names(entry: AuditEntry) -> dict[str, str]:
    numbered = _numbered.get(entry.target_type)
    target = str(numbered) % {"number": entry.target_id} if numbered else entry.target_label
    return {"actor": entry.actor_name or _("The system"), "target": target}


def name_by_number(model: str, words: str | Promise) -> None:
    """Rows of `model` (`app.model`) have no name of their own: `words`, with `%(number)s`, tell of them; in `ready()`.

    Entries keep what a row was called when they were written; these are told in the language of whoever reads them.
    """
    _numbered[model] = words


def name_families(**labels: str | Promise) -> None:
    """Give families of verbs (`user` in `user.invited`) the names by which the trail is narrowed; in `ready()`."""
    _families.update(labels)


def families() -> list[tuple[str, str]]:
    """The families of all declared verbs with their names, in the order of these."""
    found = {verb.partition(".")[0] for verb in _words}
    return sorted(((name, str(_families.get(name, name))) for name in found), key=lambda pair: pair[1].casefold())


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
    "site_restored": gettext_lazy("%(actor)s restored the site from a backup."),
    "entry_added": gettext_lazy("%(actor)s added %(target)s."),
    "entry_changed": gettext_lazy("%(actor)s changed %(target)s."),
    "entry_deleted": gettext_lazy("%(actor)s deleted %(target)s."),
}

CORE_FAMILIES: dict[str, str | Promise] = {
    "user": gettext_lazy("Accounts"),
    "session": gettext_lazy("Sign-ins"),
    "publication": gettext_lazy("Publication"),
    "task": gettext_lazy("Background work"),
    "site": gettext_lazy("The whole site"),
    "entry": gettext_lazy("Other"),
}
