"""What the buttons of the writing page do: who may, when they are offered, and the verb that each of them calls."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import verbs
from articles.ledger import held, line
from articles.ledger import verbs as ledger
from articles.models import Article, Change, HeldChange, PublishedVersion, Stage
from articles.models.article import ArticleQuerySet
from articles.preflight import running as preflight
from articles.workflow import verbs as workflow
from newsroom.core.models import User

Typed = Mapping[str, Any]
"""What the form holds beside the article: `at`, `wanted`, `note`, `change`, `embargo`, `ends`, `confirmed`,
`assignee`, `due`."""


@dataclass(frozen=True)
class Standing:
    """Where one article is, for one person, at one instant."""

    article: Article
    now: datetime
    live: PublishedVersion | None
    planned: list[PublishedVersion]
    held: list[HeldChange]
    was_live: bool
    is_withdrawn: bool
    may_edit: bool
    may_decide: bool
    is_own: bool
    has_it: bool
    """Whether this person sees to it."""

    @property
    def stage(self) -> Stage:
        return Stage(self.article.stage)

    @property
    def begins(self) -> datetime | None:
        """When readers get it first, where that is planned."""
        return self.planned[0].live_from if self.planned and self.live is None else None

    @property
    def is_ahead(self) -> bool:
        """Whether the working copy says something else than what readers have."""
        if self.live is None:
            return True
        latest = self.article.revisions.saved().first()
        return latest is None or latest.document != self.live.document

    @property
    def is_behind(self) -> bool:
        """Whether readers have something that the working copy wasn't made from."""
        return self.live is not None and self.article.based_on_id != self.live.revision_id


def standing(article: Article, user: User, *, now: datetime | None = None) -> Standing:
    now = now or timezone.now()

    def among(rows: ArticleQuerySet) -> bool:
        return rows.filter(pk=article.pk).exists()

    return Standing(
        article=article,
        now=now,
        live=article.versions.live(now).with_addresses().first(),
        planned=list(line.planned(article, now)),
        held=list(article.held_changes.waiting()),
        was_live=article.versions.filter(live_from__lte=now).exists(),
        is_withdrawn=article.withdrawals.filter(until=None).exists(),
        may_edit=among(Article.objects.editable_by(user)),
        may_decide=among(Article.objects.decided_by(user)),
        is_own=among(Article.objects.of(user)),
        has_it=article.assignee_id == user.pk,
    )


@dataclass(frozen=True)
class Deed:
    """`may` is about the person, and hides; `offered` is about the state, which the verb checks again."""

    may: Callable[[Standing, User], bool]
    offered: Callable[[Standing], bool]
    run: Callable[[Article, User, Typed, int], object]
    """The article, who does it, what was typed, and the number of the version or held change that it is about."""
    said: str | Promise


def _one(article: Article) -> ArticleQuerySet:
    return Article.objects.filter(pk=article.pk)


def _editor(state: Standing, _user: User) -> bool:
    return state.may_decide


def _writer(state: Standing, user: User) -> bool:
    return state.may_edit and user.has_perm("articles.submit_article")


def _own(state: Standing, _user: User) -> bool:
    return state.is_own


def _chief(state: Standing, user: User) -> bool:
    return state.may_decide and user.has_perm("articles.reinstate_article")


def _withdrawer(state: Standing, user: User) -> bool:
    return state.may_decide and user.has_perm("articles.withdraw_article")


def _time(typed: Typed, name: str) -> datetime:
    if typed.get(name) is None:
        raise ValidationError({name: ValidationError(_("Choose a day and a time."), code="required")})
    found: datetime = typed[name]
    return found


def _refuse_same(article: Article) -> None:
    """Two editors, or one who clicks twice: readers needn't get the same text again."""
    now = timezone.now()
    live, latest = article.versions.live(now).first(), article.revisions.saved().first()
    if live and latest and live.revision_id in {latest.pk, article.based_on_id} and live.document == latest.document:
        words = _("Readers have exactly this text already; somebody may have published it a moment ago.")
        raise ValidationError(words, code="same")


def publish(article: Article, by: User, typed: Typed, _number: int) -> object:
    _refuse_same(article)
    return verbs.publish(_one(article), by=by, seen={article.pk: article.version}, confirmed=_confirmed(typed))


def _confirmed(typed: Typed) -> Collection[str] | None:
    """The warnings that a person says they have seen; None where nothing asked them."""
    found: Collection[str] | None = typed.get(preflight.CONFIRMED)
    return found


def _submit(article: Article, by: User, typed: Typed, _number: int) -> object:
    return verbs.submit(_one(article), by=by, confirmed=_confirmed(typed))


def _plan(article: Article, by: User, typed: Typed, _number: int) -> object:
    at, seen = _time(typed, "at"), {article.pk: article.version}
    return verbs.publish(_one(article), by=by, at=at, seen=seen, confirmed=_confirmed(typed))


def _correct(article: Article, by: User, typed: Typed, _number: int) -> object:
    _refuse_same(article)
    return verbs.publish(_one(article), by=by, **_correction(typed))


def _plan_correction(article: Article, by: User, typed: Typed, _number: int) -> object:
    _refuse_same(article)
    at, seen = _time(typed, "at"), {article.pk: article.version}
    return verbs.publish(_one(article), by=by, at=at, seen=seen, **_correction(typed))


def _correction(typed: Typed) -> dict[str, Any]:
    change = Change(typed.get("change") or Change.CORRECTION)
    return {"change": change, "note": typed.get("note") or "", "confirmed": _confirmed(typed)}


def _version(article: Article, number: int) -> PublishedVersion:
    found = article.versions.filter(pk=number).first()
    if found is None:
        raise ValidationError(_("Somebody has moved this publication or taken it out meanwhile."), code="gone")
    return found


def _held(article: Article, number: int) -> HeldChange:
    found = article.held_changes.filter(pk=number).first()
    if found is None:
        raise ValidationError(_("Somebody has decided about this change already."), code="gone")
    return found


def _reschedule(article: Article, by: User, typed: Typed, number: int) -> object:
    return ledger.reschedule(_version(article, number), by=by, at=_time(typed, "at"))


def _revise(article: Article, by: User, typed: Typed, number: int) -> object:
    return verbs.revise(_version(article, number), by=by, confirmed=_confirmed(typed))


def _embargo(article: Article, by: User, typed: Typed, _number: int) -> object:
    until: datetime | None = typed.get("embargo")
    chief = by.has_perm("articles.reinstate_article")
    if article.embargo_until and not chief and (until is None or until < article.embargo_until):
        words = _("Only the editor-in-chief lifts an embargo or makes it shorter.")
        raise ValidationError({"embargo": ValidationError(words, code="chief")})
    return ledger.embargo(article, by=by, until=until)


def _take_up(article: Article, by: User, _typed: Typed, _number: int) -> object:
    return verbs.catch_up(article, by=by)


def _assign(article: Article, by: User, typed: Typed, _number: int) -> object:
    return workflow.assign(article, by=by, to=typed.get("assignee"), due=typed.get("due"))


DEEDS: dict[str, Deed] = {
    "claim": Deed(
        _editor,
        lambda state: not state.stage.is_with_its_writer and not state.has_it,
        lambda article, by, _typed, number: workflow.claim(article, by=by, instead_of=number or None),
        gettext_lazy("You have it now; the others see that."),
    ),
    "give_back": Deed(
        lambda state, _user: state.may_decide and state.has_it,
        lambda state: state.has_it,
        lambda article, by, _typed, _number: workflow.give_back(article, by=by),
        gettext_lazy("The others can take it again."),
    ),
    "assign": Deed(_editor, lambda _state: True, _assign, gettext_lazy("It is noted who sees to it, and until when.")),
    "submit": Deed(
        _writer,
        lambda state: state.stage.is_with_its_writer,
        _submit,
        gettext_lazy("It is submitted: the editors of its category see it now."),
    ),
    "take_back": Deed(
        _own,
        lambda state: not state.stage.is_with_its_writer,
        lambda article, by, _typed, _number: verbs.take_back(_one(article), by=by),
        gettext_lazy("It is yours again, as a draft."),
    ),
    "request_changes": Deed(
        _editor,
        lambda state: not state.stage.is_with_its_writer,
        lambda article, by, typed, _number: verbs.request_changes(_one(article), by=by, note=typed.get("wanted") or ""),
        gettext_lazy("It is with its writer again, with your note."),
    ),
    "approve": Deed(
        _editor,
        lambda state: state.stage is Stage.IN_REVIEW,
        lambda article, by, _typed, _number: verbs.approve(_one(article), by=by, seen={article.pk: article.version}),
        gettext_lazy("It is approved as it stands; a change makes the approval lapse."),
    ),
    "publish": Deed(
        _editor, lambda state: not state.is_withdrawn, publish, gettext_lazy("It is published: readers have it now.")
    ),
    "plan": Deed(_editor, lambda state: not state.is_withdrawn, _plan, gettext_lazy("Its publication is planned.")),
    "correct": Deed(
        _editor,
        lambda state: state.live is not None,
        _correct,
        gettext_lazy("It is published: readers have it now, and are told what changed where that matters."),
    ),
    "plan_correction": Deed(
        _editor,
        lambda state: state.live is not None,
        _plan_correction,
        gettext_lazy("It is planned: readers get it then, and are told what changed where that matters."),
    ),
    "revise": Deed(
        _editor,
        lambda state: bool(state.planned),
        _revise,
        gettext_lazy("The planned publication has this text now."),
    ),
    "reschedule": Deed(
        _editor,
        lambda state: bool(state.planned),
        _reschedule,
        gettext_lazy("The publication has its new time."),
    ),
    "cancel": Deed(
        _editor,
        lambda state: bool(state.planned),
        lambda article, by, _typed, number: ledger.cancel(_version(article, number), by=by),
        gettext_lazy("The planned publication is cancelled; the text is still here."),
    ),
    "release": Deed(
        _editor,
        lambda state: bool(state.held),
        lambda article, by, typed, number: verbs.release(_held(article, number), by=by, confirmed=_confirmed(typed)),
        gettext_lazy("The held change is published."),
    ),
    "drop": Deed(
        _editor,
        lambda state: bool(state.held),
        lambda article, by, _typed, number: held.drop_held(_held(article, number), by=by),
        gettext_lazy("The held change is given up."),
    ),
    "withdraw": Deed(
        _withdrawer,
        lambda state: state.was_live and not state.is_withdrawn,
        lambda article, by, typed, _number: ledger.withdraw(
            article, by=by, reason=typed.get("reason") or "", words=typed.get("words") or ""
        ),
        gettext_lazy("It is withdrawn: readers don’t have it any more."),
    ),
    "reinstate": Deed(
        _chief,
        lambda state: state.is_withdrawn,
        lambda article, by, _typed, _number: ledger.reinstate(article, by=by),
        gettext_lazy("It is reinstated: readers have the last published text again."),
    ),
    "reinstate_text": Deed(
        _chief,
        lambda state: state.is_withdrawn,
        lambda article, by, typed, _number: verbs.reinstate(article, by=by, confirmed=_confirmed(typed)),
        gettext_lazy("It is reinstated: readers have the text that is on the desk."),
    ),
    "embargo": Deed(_editor, lambda state: not state.was_live, _embargo, gettext_lazy("The embargo is noted.")),
    "end": Deed(
        _editor,
        lambda state: state.was_live and not state.is_withdrawn,
        lambda article, by, typed, _number: ledger.end(article, by=by, at=typed.get("ends")),
        gettext_lazy("The end date is noted."),
    ),
    "catch_up": Deed(
        lambda state, _user: state.may_edit,
        lambda state: state.is_behind,
        _take_up,
        gettext_lazy(
            "Your text holds now what was published meanwhile; where both changed, yours stayed. Look it over."
        ),
    ),
}


def read(value: str) -> tuple[str, int]:
    """A button's value – `cancel:12`, `publish` – as the deed's name and the number of what it is about (or 0)."""
    name, _colon, digits = value.partition(":")
    return name, int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else 0


def offered(state: Standing, user: User) -> set[str]:
    return {name for name, deed in DEEDS.items() if deed.may(state, user) and deed.offered(state)}
