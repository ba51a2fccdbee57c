"""An edition from its first word to its last mail. What is done with it are verbs; what is on its way is read-only."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from articles.models import PublishedVersion
from newsletter import editions, letters
from newsletter.models import Edition, Subscription
from newsletter.models.edition import DeliveryState, EditionState
from newsroom.core import mail
from newsroom.core.accounts import reauth
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.models import User
from newsroom.core.outbox import FRAME_POLICY

FOUND = 20
STEPS = {"up": -1, "down": 1}
OVER = (DeliveryState.WAITING, DeliveryState.SENDING)


def progress(edition: Edition) -> dict[str, Any]:
    numbers = edition.deliveries.all().numbers()
    total = sum(numbers.values())
    rest = {state.label: numbers[state.value] for state in DeliveryState if state != DeliveryState.SENT}
    return {
        "edition": edition,
        "total": total,
        "sent": numbers[DeliveryState.SENT.value],
        "done": total - sum(numbers[state.value] for state in OVER),
        "rest": [(label, count) for label, count in rest.items() if count],
        "is_sending": edition.state == EditionState.SENDING,
        "is_counted": edition.spread_at is not None,
    }


@admin.register(Edition)
class EditionAdmin(DeskAdmin[Edition]):
    trail = "edition"
    tabs_field = "state"
    list_display = ["subject", "newsletter", "status", "sent_at", "sent"]
    list_filter = ["newsletter", "state"]
    search_fields = ["subject"]
    change_form_template = "newsletter/desk/edition.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).select_related("newsletter")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        sent = Count("deliveries", filter=Q(deliveries__state=DeliveryState.SENT))
        counts = dict(
            Edition.objects.filter(pk__in=[row.pk for row in found.result_list]).values_list("pk").annotate(n=sent)
        )
        for row in found.result_list:
            row.sent_count = counts[row.pk]
        return found

    def get_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[Any]:
        return ["newsletter", "subject", "intro", *(["sent_at", "finished_at"] if obj and not obj.is_draft else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[str]:
        return ["newsletter", "sent_at", "finished_at"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def response_add(self, request: HttpRequest, obj: Edition, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, _("The edition is begun. Now choose its articles."))
        return self._back(obj)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        edition = context.get("original")
        if edition is not None:
            context["stories"] = letters.stories(edition)
            context["may_change"] = self.has_change_permission(request, edition)
            context["may_send"] = _may_send(request) and edition.is_draft
            context["progress"] = None if edition.is_draft else progress(edition)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("state"))
    def status(self, edition: Edition) -> str:
        return str(EditionState(edition.state).label)

    @admin.display(description=gettext_lazy("mails sent"))
    def sent(self, edition: Any) -> int | None:
        return None if edition.is_draft else int(edition.sent_count)

    # -- Its own pages --------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, Callable[..., HttpResponseBase]]] = {
            "assemble": ("assemble/", require_POST(self.assemble)),
            "item": ("items/<int:item>/", require_POST(self.item)),
            "pick": ("pick/", self.pick),
            "preview": ("preview/", require_safe(self.preview)),
            "preview_mail": ("preview/mail/", require_safe(self.preview_mail)),
            "progress": ("progress/", require_safe(self.progress)),
            "test": ("test/", require_POST(self.test)),
            "send": ("send/", self.send),
        }
        own = [
            path(f"<int:pk>/{rest}", self.admin_site.admin_view(view), name=f"newsletter_edition_{name}")
            for name, (rest, view) in views.items()
        ]
        return own + super().get_urls()

    def assemble(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self._to_change(request, pk)

        def verb() -> str:
            count = editions.assemble(edition, by=_person(request))
            words = ngettext(
                "%(count)d article of the day is in it.", "%(count)d articles of the day are in it.", count
            )
            return words % {"count": count}

        return self._do(request, edition, verb)

    def item(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        """Move an article or take it out; `do` says which."""
        edition, do = self._to_change(request, pk), request.POST.get("do", "")

        def verb() -> str:
            if do in STEPS:
                editions.move(edition, item, STEPS[do], by=_person(request))
            elif do == "remove":
                editions.remove(edition, item, by=_person(request))
            return ""

        return self._do(request, edition, verb)

    def pick(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Live articles of the newsletter's language by words of their headline; a POST puts one in."""
        edition = self._to_change(request, pk)
        if request.method == "POST":
            wanted = request.POST.get("article", "")

            def verb() -> str:
                if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
                    raise ValidationError(_("Choose an article of the list."), code="choice")
                version = editions.add(edition, int(wanted), by=_person(request))
                return _("“%(title)s” is in the edition.") % {"title": version.title}

            self._do(request, edition, verb)
            return HttpResponseRedirect(request.get_full_path())
        words = request.GET.get("q", "").strip()[:100]
        rows = PublishedVersion.objects.live().filter(language=edition.newsletter.language, title__icontains=words)
        free = rows.exclude(article__in=edition.items.values("article")).defer("data")
        context = {"edition": edition, "q": words, "found": free.order_by("-first_published_at", "-article")[:FOUND]}
        return self._show(request, "newsletter/desk/pick.html", _("Choose articles"), context)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self._seen(request, pk)
        response = self._show(request, "newsletter/desk/preview.html", _("Preview"), {"edition": edition})
        response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]  # what django-csp's decorators set
        return response

    def preview_mail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mail as a mail program would show it, alone in its frame."""
        edition = self._seen(request, pk)
        language = edition.newsletter.language
        context = letters.for_the_newsroom(letters.context(edition, letters.stories(edition)), language)
        letter = mail.compose(
            letters.TEMPLATE, to="preview@localhost", language=language, context=context, key="preview"
        )
        headers = {"X-Frame-Options": "SAMEORIGIN", "Content-Security-Policy": FRAME_POLICY}
        return HttpResponse(
            str(letter.alternatives[0][0]).replace("<head>", '<head><base target="_blank">', 1), headers=headers
        )

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self._seen(request, pk)
        if edition.is_draft:
            raise Http404
        return TemplateResponse(request, "newsletter/desk/progress.html", {"progress": progress(edition)})

    def test(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition, person = self._to_change(request, pk), _person(request)

        def verb() -> str:
            editions.send_test(edition, to=person)
            return _("A test is on its way to %(email)s.") % {"email": person.email}

        return self._do(request, edition, verb)

    def send(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        edition = self._seen(request, pk)
        if not _may_send(request):
            raise Http404
        if request.method == "POST":
            return self._send(request, edition)
        if not edition.is_draft:
            return self._back(edition)
        told = letters.stories(edition, at=timezone.now())
        readers = Subscription.objects.active().filter(newsletter=edition.newsletter_id).count()
        context = {
            "edition": edition,
            "stories": told,
            "readers": readers,
            "left_out": [s for s in told if not s.version],
        }
        return self._show(request, "newsletter/desk/send.html", _("Send the edition"), context)

    def _send(self, request: HttpRequest, edition: Edition) -> HttpResponseBase:
        # A second time is refused anyway; nobody need type their password for that.
        if edition.is_draft and (answer := reauth.demand(request)) is not None:
            return answer

        def verb() -> str:
            editions.send(edition, by=_person(request))
            return _("The edition is on its way. You can close this page: the mails go on leaving.")

        return self._do(request, edition, verb)

    # -- Help -----------------------------------------------------------------------------------------------------
    def _seen(self, request: HttpRequest, pk: int) -> Edition:
        edition = self.get_queryset(request).filter(pk=pk).first()
        if edition is None or not self.has_view_or_change_permission(request, edition):
            raise Http404
        return edition

    def _to_change(self, request: HttpRequest, pk: int) -> Edition:
        """An edition that this person may change, whatever its state: the verbs say why one can't be any more."""
        edition = self._seen(request, pk)
        if not request.user.has_perm("newsletter.change_edition"):
            raise Http404
        return edition

    def _do(self, request: HttpRequest, edition: Edition, verb: Callable[[], str]) -> HttpResponse:
        try:
            if words := verb():
                messages.success(request, words)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
        return self._back(edition)

    def _back(self, edition: Edition) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:newsletter_edition_change", args=[edition.pk]))

    def _show(self, request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> TemplateResponse:
        request.current_app = self.admin_site.name
        frame = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, template, {**frame, "object": context["edition"], **context})


def _may_send(request: HttpRequest) -> bool:
    return request.user.has_perm("newsletter.send_edition")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  # admin_view lets nobody else through
    return request.user
