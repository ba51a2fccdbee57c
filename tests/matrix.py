"""Who gets what answer where: address × role × object state × method, in one table.

An address that the resolver knows and this table doesn't fails the build, and so does the reverse. "Hidden" means 404
and is tried to the letter: the answer is the one that an address gives which doesn't exist.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.world import MEMBERS, ROLES, STRANGER, World

Answers = Mapping[str, int]
HIDDEN = 404


def everybody(status: int) -> Answers:
    return dict.fromkeys(ROLES, status)


def members(status: int = 200, *, but: Answers | None = None) -> Answers:
    """Whoever is signed in; a stranger is led to the sign-in page."""
    return {STRANGER: 302, **dict.fromkeys(MEMBERS, status), **(but or {})}


def only(*roles: str, status: int = 200, but: Answers | None = None) -> Answers:
    """These roles; to the others it doesn't exist."""
    return members(HIDDEN, but={**dict.fromkeys(roles, status), **(but or {})})


NOBODY = only()


@dataclass(frozen=True)
class Case:
    """One address with one state of its object. `post` is tried with `data`, GET without."""

    route: str
    get: Answers
    post: Answers
    state: str = ""
    at: str = ""
    """The address to try, with `{w.…}` for what the world has; where empty, the route itself."""
    data: Mapping[str, str] = field(default_factory=dict)

    def path(self, world: World) -> str:
        return "/" + (self.at.format(w=world) if self.at else self.route)

    def __str__(self) -> str:
        return f"/{self.route}" + (f" ({self.state})" if self.state else "")


@dataclass(frozen=True)
class Rights:
    """What one model of the office answers, address by address; what isn't named is hidden from everybody."""

    model: str
    seen: Answers
    added: Answers = field(default_factory=lambda: NOBODY)
    acted: Answers | None = None
    """POST on the list: bulk actions."""

    def lists(self) -> Iterator[Case]:
        route = f"admin/{self.model}/"
        yield Case(route, get=self.seen, post=self.acted or self.seen)
        yield Case(f"{route}add/", get=self.added, post=self.added)
        # Django leads a row's bare address to its form before it looks for the row: the same for every number.
        yield Case(f"{route}<path:object_id>/", get=members(302), post=members(302), at=f"{route}99999/")

    def rows(
        self, state: str, key: str, *, seen: Answers, changed: Answers, deleted: Answers = NOBODY
    ) -> Iterator[Case]:
        """The addresses of one row in one state."""
        start = f"admin/{self.model}/"
        for rest, get, post in (("change/", seen, changed), ("history/", seen, seen), ("delete/", deleted, deleted)):
            yield Case(f"{start}<path:object_id>/{rest}", get=get, post=post, state=state, at=f"{start}{key}/{rest}")


LETTERS, PAPERS = only("newsletter"), only("chief", "newsletter")
CHIEF, ADMINISTRATOR = only("chief"), only("administrator")
BOTH = only("chief", "administrator")
WRITERS, EDITORS = only("journalist", "editor", "chief"), only("editor", "chief")
MODERATORS = only("chief", "moderator")
APPS = "admin/^(?P<app_label>core|articles|comments|newsletter)/$"
POSTED = members(405)
"""What an address for POST alone answers to others, whoever asks for whatever object: it tells nothing."""


def by_editors(chosen: int, chief: int) -> Answers:
    """The editor within the categories chosen for them, and the chief everywhere."""
    return only(but={"editor": chosen, "chief": chief})


def public(route: str, *, get: int = 200, post: int = 405, at: str = "", state: str = "") -> Case:
    return Case(route, everybody(get), everybody(post), state=state, at=at)


PUBLIC = (
    public(""),
    public("healthz"),
    public("readyz"),
    public("robots.txt"),
    public("favicon.ico", get=301),
    public(".well-known/security.txt", state="with a contact address"),
    public("colours/<colours:names>.css", at="colours/00614a.css"),
)


def page(route: str, *, get: int = 200, at: str, state: str = "") -> tuple[Case, Case]:
    """A readers' page: at its address, and without the last slash, whence it leads on if there is anything."""
    bare = 301 if get == 200 else get
    return (
        public(f"{route}/", get=get, at=f"{at}/", state=state),
        public(route, get=bare, at=at, state=state),
    )


ARTICLE = "<str:section>/<numbered:name>"
READERS = (
    *page("colophon", at="colophon"),
    *page("<str:slug>", at="sport", state="a category"),
    *page("<str:slug>", at="mentions", state="a page"),
    *page("<str:slug>", at="brouillon", state="a page that isn’t published", get=HIDDEN),
    *page("<str:slug>", at="nowhere", state="nothing", get=HIDDEN),
    *page(ARTICLE, at="maroc/un-titre-{w.live.article_id}", state="live"),
    *page(ARTICLE, at="sport/autre-{w.live.article_id}", state="live, elsewhere", get=301),
    *page(ARTICLE, at="sport/brouillon-{w.draft.pk}", state="a draft", get=HIDDEN),
    *page(ARTICLE, at="maroc/un-titre-{w.planned.pk}", state="planned", get=HIDDEN),
    *page(ARTICLE, at="maroc/un-titre-{w.withdrawn.pk}", state="withdrawn", get=410),
    *page(ARTICLE, at="maroc/un-titre-99999", state="none", get=HIDDEN),
    *page("auteurs/<str:slug>", at="auteurs/{w.author.slug}", state="with stories"),
    *page("auteurs/<str:slug>", at="auteurs/personne", state="without", get=HIDDEN),
    *page("tags/<str:slug>", at="tags/gaz", state="with stories"),
    *page("tags/<str:slug>", at="tags/vide", state="without", get=HIDDEN),
)
DISCUSSION = "commentaires/<int:article_id>/"
COMMENTS = (
    # A form that doesn't come from a page of ours is refused; tests of comments send it from there.
    public(DISCUSSION, post=403, state="live", at="commentaires/{w.live.article_id}/"),
    public(DISCUSSION, get=410, post=410, state="withdrawn", at="commentaires/{w.withdrawn.pk}/"),
    public(DISCUSSION, get=404, post=404, state="never published", at="commentaires/{w.draft.pk}/"),
    public("commentaires/recu/<str:signed>/", get=404, state="not signed by us", at="commentaires/recu/nonsense/"),
)
MEDIA = (public("media/<path:name>", get=404, at="media/images/ab/nothing.jpg", state="no such picture"),)
OUTBOX = (
    public("outbox/"),
    public("outbox/<str:name>/", get=404, at="outbox/20260101T000000-nothing.eml/", state="no such mail"),
    public("outbox/<str:name>/html", get=404, at="outbox/20260101T000000-nothing.eml/html", state="no such mail"),
)
DOOR = (
    Case("admin/login/", get=members(302, but={STRANGER: 200}), post=members(302, but={STRANGER: 200})),
    Case("admin/logout/", get=POSTED, post=members(302)),
    Case("admin/language/", get=everybody(405), post=everybody(400), state="no such language"),
    Case("admin/password/reset/", get=everybody(200), post=everybody(200)),
    public("admin/password/reset/sent/"),
    public("admin/password/reset/<str:uid>/<str:token>/", get=410, post=410, at="admin/password/reset/MQ/x-y/"),
    public("admin/invitation/<str:uid>/<str:token>/", get=410, post=410, at="admin/invitation/MQ/x-y/"),
)
ACCOUNT = (
    Case("admin/account/", get=members(), post=members()),
    Case("admin/account/password/", get=members(), post=members()),
    Case("admin/account/sessions/others/end/", get=POSTED, post=members(302)),
    Case(
        "admin/account/sessions/<str:handle>/end/",
        get=POSTED,
        post=members(302),
        at="admin/account/sessions/abcdef/end/",
    ),
)
HOUSE = (
    Case("admin/", get=members(), post=members()),
    Case("admin/pages/", get=BOTH, post=BOTH, state="no address"),
    Case("admin/jsi18n/", get=members(), post=members()),
    Case("admin/autocomplete/", get=NOBODY, post=POSTED),
    Case("admin/r/<int:content_type_id>/<path:object_id>/", get=NOBODY, post=NOBODY, at="admin/r/1/1/"),
    Case(APPS, get=BOTH, post=BOTH, state="the house", at="admin/core/"),
    Case(APPS, get=members(), post=members(), state="articles", at="admin/articles/"),
    Case(APPS, get=MODERATORS, post=MODERATORS, state="comments", at="admin/comments/"),
    Case(APPS, get=PAPERS, post=PAPERS, state="newsletter", at="admin/newsletter/"),
    Case("admin/(?P<url>.*)$", get=NOBODY, post=NOBODY, at="admin/nobody/home/"),
)

team = Rights("core/user", seen=ADMINISTRATOR, added=ADMINISTRATOR)
publication = Rights("core/publication", seen=only("chief", "administrator", status=302))
work = Rights("core/backgroundtask", seen=ADMINISTRATOR)
MOVED = only("chief", status=302)
images = Rights("articles/image", seen=WRITERS, added=WRITERS)
categories = Rights("articles/category", seen=members(), added=CHIEF)
MODELS = (
    *team.lists(),
    *team.rows("a colleague", "{w.colleague.pk}", seen=ADMINISTRATOR, changed=ADMINISTRATOR),
    *team.rows("somebody invited", "{w.invited.pk}", seen=ADMINISTRATOR, changed=ADMINISTRATOR),
    *team.rows("somebody deactivated", "{w.deactivated.pk}", seen=ADMINISTRATOR, changed=ADMINISTRATOR),
    *team.rows("oneself", "{w.people[administrator].pk}", seen=ADMINISTRATOR, changed=ADMINISTRATOR),
    *team.rows("a superuser", "{w.superuser.pk}", seen=NOBODY, changed=NOBODY),
    *team.rows("nobody", "99999", seen=NOBODY, changed=NOBODY),
    *publication.lists(),
    *publication.rows("ours", "1", seen=BOTH, changed=BOTH),
    *publication.rows("another", "2", seen=NOBODY, changed=NOBODY),
    Case("admin/core/auditentry/", get=BOTH, post=BOTH),
    *work.lists(),
    *work.rows("failed", "{w.failed_task}", seen=ADMINISTRATOR, changed=NOBODY),
    *work.rows("done", "{w.done_task}", seen=NOBODY, changed=NOBODY),
    *images.lists(),
    *images.rows("unused", "{w.image.pk}", seen=WRITERS, changed=WRITERS, deleted=EDITORS),
    *images.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    *categories.lists(),
    *categories.rows("chosen", "{w.chosen.pk}", seen=members(), changed=by_editors(200, 200), deleted=CHIEF),
    *categories.rows("below", "{w.below.pk}", seen=members(), changed=by_editors(200, 200), deleted=CHIEF),
    *categories.rows("elsewhere", "{w.elsewhere.pk}", seen=members(), changed=CHIEF, deleted=CHIEF),
    *categories.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    Case("admin/articles/category/<int:pk>/up/", get=POSTED, post=MOVED, at="admin/articles/category/{w.below.pk}/up/"),
    Case(
        "admin/articles/category/<int:pk>/down/",
        get=POSTED,
        post=MOVED,
        at="admin/articles/category/{w.below.pk}/down/",
    ),
)
comments = Rights("comments/comment", seen=only("chief", "moderator", status=302), acted=MODERATORS)
MODERATION = (
    *comments.lists(),
    *comments.rows("waiting", "{w.comment.pk}", seen=MODERATORS, changed=NOBODY),
    *comments.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    Case(
        "admin/comments/comment/<int:pk>/decide/",
        get=POSTED,
        post=only("chief", "moderator", status=302),
        at="admin/comments/comment/{w.comment.pk}/decide/",
        data={"decision": "approve"},
    ),
)
newsletters = Rights("newsletter/newsletter", seen=PAPERS, added=PAPERS)
subscriptions = Rights("newsletter/subscription", seen=PAPERS)
blocked = Rights("newsletter/suppression", seen=LETTERS)
editions = Rights("newsletter/edition", seen=PAPERS, added=PAPERS)
SENT_BACK = only("chief", "newsletter", status=302)
"""What a verb of the edition answers: its page again, with what was done or why not."""


def of_edition(state: str, key: str, *, seen: Answers, done: Answers, shown: Answers) -> Iterator[Case]:
    """The addresses of one edition; `done` is what the verbs answer, `shown` what the pages before sending do: the
    question, then the one for the password."""
    start = "admin/newsletter/edition/<int:pk>/"
    for rest, get, post in (
        ("assemble/", POSTED, done),
        ("test/", POSTED, done),
        ("items/<int:item>/", POSTED, done),
        ("pick/", seen, done),
        ("preview/", seen, POSTED),
        ("preview/mail/", seen, POSTED),
        ("progress/", NOBODY if state != "sent" else seen, POSTED),
        ("send/", shown, shown),
    ):
        path = start.replace("<int:pk>", key) + rest.replace("<int:item>", "1")
        yield Case(start + rest, get=get, post=post, state=state, at=path)


NEWSLETTER = (
    public("newsletter/", post=403, state="from nowhere"),
    public("newsletter/asked/"),
    public("newsletter/confirm/<str:token>/", post=303, at="newsletter/confirm/{w.letters.confirming}/"),
    public("newsletter/confirm/<str:token>/", get=410, post=410, at="newsletter/confirm/1.x.y/", state="forged"),
    public("newsletter/unsubscribe/<str:token>/", post=200, at="newsletter/unsubscribe/{w.letters.leaving}/"),
    public("newsletter/unsubscribe/<str:token>/", get=410, post=410, at="newsletter/unsubscribe/1.x/", state="forged"),
    public("newsletter/unsubscribe/<str:token>", post=200, at="newsletter/unsubscribe/{w.letters.leaving}"),
    *newsletters.lists(),
    *newsletters.rows("with readers", "{w.letters.newsletter.pk}", seen=PAPERS, changed=PAPERS),
    *subscriptions.lists(),
    *subscriptions.rows("active", "{w.letters.active.pk}", seen=PAPERS, changed=NOBODY),
    *blocked.lists(),
    *blocked.rows("one", "{w.letters.blocked.pk}", seen=LETTERS, changed=NOBODY, deleted=LETTERS),
    *editions.lists(),
    *editions.rows("draft", "{w.letters.draft.pk}", seen=PAPERS, changed=PAPERS, deleted=PAPERS),
    *editions.rows("sent", "{w.letters.sent.pk}", seen=PAPERS, changed=NOBODY),
    *of_edition("draft", "{w.letters.draft.pk}", seen=PAPERS, done=SENT_BACK, shown=PAPERS),
    *of_edition("sent", "{w.letters.sent.pk}", seen=PAPERS, done=SENT_BACK, shown=SENT_BACK),
    *of_edition("none", "99999", seen=NOBODY, done=NOBODY, shown=NOBODY),
)

articles = Rights("articles/article", seen=WRITERS, added=WRITERS)
authors = Rights("articles/author", seen=WRITERS, added=EDITORS)
tags = Rights("articles/tag", seen=WRITERS, added=WRITERS)
templates = Rights("articles/piecetemplate", seen=EDITORS, added=EDITORS)
papers = Rights("articles/staticpage", seen=EDITORS, added=CHIEF)
OWN = only("journalist", "chief")


def but_writers(seen: Answers) -> Answers:
    """Of those who see an article, who makes a template of it."""
    return {**seen, "journalist": HIDDEN}


def of_article(
    state: str, key: str, *, seen: Answers, changed: Answers, deleted: Answers, taken: Answers, withdrawn: Answers
) -> Iterator[Case]:
    """The addresses of one article; `taken` is what taking it back answers, `withdrawn` the page that asks why."""
    yield from articles.rows(state, key, seen=seen, changed=changed, deleted=deleted)
    start = "admin/articles/article/<int:pk>/"
    for rest, get, post in (
        ("preview/", seen, POSTED),
        ("revisions/", seen, POSTED),
        ("compare/", seen, POSTED),
        ("restore/", POSTED, NOBODY),
        ("notes/", seen, seen),
        ("template/", but_writers(seen), but_writers(seen)),
        ("take-back/", POSTED, taken),
        ("withdraw/", withdrawn, withdrawn),
        ("give-up/", POSTED, only(*(role for role in seen if seen[role] == 200), status=302)),
    ):
        yield Case(start + rest, get=get, post=post, state=state, at=start.replace("<int:pk>", key) + rest)
    yield kept(f"{start}keep/", changed, state=state, at=f"{start.replace('<int:pk>', key)}keep/")


def kept(route: str, answers: Answers, **case: str) -> Case:
    """What a page sends by itself: a stranger is told, not led to the door."""
    told = {**answers, STRANGER: 401}
    return Case(route, get=told, post=told, data={"sitting": "8f14e45f-ceea-467f-9575-0cbb44de6c0a"}, **case)


NO_FILE = only("journalist", "editor", "chief", status=422, but={STRANGER: 401})


def dropped(state: str, key: str, answers: Answers) -> Case:
    told, start = {**answers, STRANGER: 401}, "admin/articles/article/drop/image/"
    return Case(f"{start}<int:pk>/", get=told, post=told, state=state, at=f"{start}{key}/")


def taken_back(*roles: str) -> Answers:
    return only(*roles, status=302)


OFFICE = (
    *articles.lists(),
    *of_article(
        *("own draft", "{w.desk.own.pk}"),
        seen=OWN,
        changed=OWN,
        deleted=OWN,
        taken=taken_back("journalist"),
        withdrawn=CHIEF,
    ),
    *of_article(
        *("somebody's draft", "{w.draft.pk}"),
        seen=CHIEF,
        changed=CHIEF,
        deleted=CHIEF,
        taken=NOBODY,
        withdrawn=CHIEF,
    ),
    *of_article(
        *("own, in review, chosen", "{w.desk.waiting.pk}"),
        seen=WRITERS,
        changed=EDITORS,
        deleted=EDITORS,
        taken=taken_back("journalist"),
        withdrawn=EDITORS,
    ),
    *of_article(
        *("in review, elsewhere", "{w.desk.elsewhere.pk}"),
        seen=WRITERS,
        changed=CHIEF,
        deleted=CHIEF,
        taken=NOBODY,
        withdrawn=CHIEF,
    ),
    *of_article(
        *("live, chosen", "{w.desk.live.pk}"),
        seen=EDITORS,
        changed=EDITORS,
        deleted=NOBODY,
        taken=NOBODY,
        withdrawn=EDITORS,
    ),
    *of_article(
        *("live, elsewhere", "{w.live.article_id}"),
        seen=CHIEF,
        changed=CHIEF,
        deleted=NOBODY,
        taken=NOBODY,
        withdrawn=CHIEF,
    ),
    *of_article(
        *("withdrawn, chosen", "{w.desk.withdrawn.pk}"),
        seen=EDITORS,
        changed=EDITORS,
        deleted=NOBODY,
        taken=NOBODY,
        withdrawn=EDITORS,
    ),
    *of_article(*("none", "99999"), seen=NOBODY, changed=NOBODY, deleted=NOBODY, taken=NOBODY, withdrawn=NOBODY),
    Case(
        "admin/articles/article/<int:pk>/notes/<int:number>/",
        get=POSTED,
        post=taken_back("journalist", "chief"),
        at="admin/articles/article/{w.desk.own.pk}/notes/{w.desk.note.pk}/",
        data={"done": "1"},
    ),
    kept("admin/articles/article/keep/", WRITERS),
    Case("admin/articles/article/pick/article/", get=WRITERS, post=POSTED),
    Case("admin/articles/article/pick/image/", get=WRITERS, post=POSTED),
    Case("admin/articles/article/drop/image/", get={**WRITERS, STRANGER: 401}, post=NO_FILE),
    dropped("unused", "{w.image.pk}", WRITERS),
    dropped("none", "99999", NOBODY),
    *authors.lists(),
    *authors.rows("with stories", "{w.author.pk}", seen=WRITERS, changed=EDITORS, deleted=CHIEF),
    *authors.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    *tags.lists(),
    *tags.rows("with stories", "{w.desk.tag.pk}", seen=WRITERS, changed=EDITORS, deleted=CHIEF),
    *tags.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    *templates.lists(),
    *templates.rows("one", "{w.desk.template.pk}", seen=EDITORS, changed=EDITORS, deleted=EDITORS),
    *templates.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    *papers.lists(),
    *papers.rows("a page", "{w.desk.page.pk}", seen=EDITORS, changed=CHIEF, deleted=CHIEF),
    *papers.rows("none", "99999", seen=NOBODY, changed=NOBODY),
)
CASES = (
    *PUBLIC,
    *READERS,
    *MEDIA,
    *COMMENTS,
    *OUTBOX,
    *DOOR,
    *ACCOUNT,
    *HOUSE,
    *MODELS,
    *OFFICE,
    *MODERATION,
    *NEWSLETTER,
)
