"""Moderation and the newsletter."""

from collections.abc import Iterator

from tests.matrix.answers import LETTERS, MODERATORS, NOBODY, PAPERS, POSTED, Answers, Case, Rights, only, public

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
