"""What readers and machines may ask."""

from tests.matrix.answers import HIDDEN, Case, public

PUBLIC = (
    public(""),
    public("healthz"),
    public("readyz"),
    public("robots.txt"),
    public("favicon.ico", get=301),
    public(".well-known/security.txt", state="with a contact address"),
    public("static/site/looks-<release:release>-<colours:colours>.css", at=f"static/site/looks-{'0' * 12}-00614a.css"),
)


def page(route: str, *, get: int = 200, at: str, state: str = "") -> tuple[Case, Case]:
    """A readers' page: at its address, and without the last slash, whence it leads on if there is anything."""
    bare = 301 if get == 200 else get
    return (
        public(f"{route}/", get=get, at=f"{at}/", state=state),
        public(route, get=bare, at=at, state=state),
    )


REVIEW = "relecture/<str:token>"
REVIEWERS = tuple(
    public(f"{REVIEW}{slash}", get=get, post=post, at=f"relecture/{token}{slash}", state=state)
    for slash in ("/", "")
    for token, get, post, state in (
        # A form that doesn't come from a page of ours is refused; tests of review links send it from there.
        ("{w.desk.open}", 200, 403, "open"),
        ("{w.desk.over}", 410, 410, "over"),
        ("{w.desk.revoked}", 410, 410, "revoked"),
        ("abc.def", 410, 410, "forged"),
    )
)
ARTICLE = "<str:section>/<numbered:name>"
READERS = (
    *page("colophon", at="colophon"),
    *page("archives", at="archives"),
    *page("archives/<str:year>", at="archives/2026", state="with stories"),
    *page("archives/<str:year>", at="archives/1999", state="without", get=HIDDEN),
    *page("archives/<str:year>/<str:month>", at="archives/2026/03", state="with stories"),
    *page("archives/<str:year>/<str:month>", at="archives/1999/01", state="without", get=HIDDEN),
    *page("archives/<str:year>/<str:month>/<str:day>", at="archives/2026/03/03", state="with stories"),
    *page("archives/<str:year>/<str:month>/<str:day>", at="archives/1999/01/01", state="without", get=HIDDEN),
    *page("corrections", at="corrections"),
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
REPORT = "signaler/<int:article_id>/"
REPORTS = (
    public(REPORT, post=403, state="live", at="signaler/{w.live.article_id}/"),
    public(REPORT, get=410, post=410, state="withdrawn", at="signaler/{w.withdrawn.pk}/"),
    public(REPORT, get=404, post=404, state="never published", at="signaler/{w.draft.pk}/"),
    public("signaler/recu/<str:signed>/", get=404, state="not signed by us", at="signaler/recu/nonsense/"),
)
MEDIA = (public("media/<path:name>", get=404, at="media/images/ab/nothing.jpg", state="no such picture"),)
OUTBOX = (
    public("outbox/"),
    public("outbox/<str:name>/", get=404, at="outbox/20260101T000000-nothing.eml/", state="no such mail"),
    public("outbox/<str:name>/html", get=404, at="outbox/20260101T000000-nothing.eml/html", state="no such mail"),
)
