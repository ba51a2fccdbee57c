"""A discussion as HTML: comments below each other, as deep as threads go."""

from collections.abc import Iterable

from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles.pages import words
from comments.threads import Node, Thread
from newsroom.core.markup import NOTHING, Markup, joined, said

_LEVEL = Markup("<ol>\n{comments}</ol>")
_COMMENT = Markup("""\
<li{room}><article class="com" id="comment-{pk}" aria-labelledby="by-{pk}">
<header><h3 id="by-{pk}"><bdi>{name}</bdi></h3> · <time datetime="{stamp}">{when}</time>{answers}</header>
<div class="said" dir="auto">{text}</div>
<a class="answer" rel="nofollow" href="{there}?reply={pk}#comment-form">{reply}</a>
</article>{replies}</li>
""")
_ROOM = Markup(' data-tall="{rem}"')
_AROUND, _LETTERS = 6, 26
_LINE = {"ar": 2.2}
_LINE_ELSEWHERE = 1.65
"""What stands around a comment’s text, in rem, and each line of it, by the page’s language; and how many letters a line
has on the narrowest telephone (320 px), where most lines are needed."""
_ANSWERS = Markup(' · <a href="#comment-{pk}">{words}</a>')
_ORPHAN = Markup(" · {words}")


def thread(nodes: Iterable[Node], there: str) -> SafeString:
    """A discussion, level below level. `there`: its page.

    Each comment of the first level says how much room it takes with all below it, so that a browser can lay it out when
    the reader comes near.
    """
    comments = joined(_comment(node, there, _ROOM(rem=tall(node))) for node in nodes)
    return _LEVEL(comments=comments) if comments else NOTHING


def tall(node: Node) -> int:
    """Rem: rather more than a comment and all below it take, so that what follows never seems to lie upon it."""
    answered = node.answers.name if node.answers else ""
    names = (len(node.comment.name) + len(answered)) // _LETTERS
    lines = sum(1 + len(line) // _LETTERS for line in node.comment.text.splitlines())
    line = _LINE.get(get_language() or "", _LINE_ELSEWHERE)
    return round(_AROUND + line * (names + lines)) + sum(map(tall, node.replies))


def _comment(node: Node, there: str, room: SafeString = NOTHING) -> SafeString:
    comment = node.comment
    replies = joined(_comment(reply, there) for reply in node.replies)
    return _COMMENT(
        room=room,
        pk=comment.pk,
        name=comment.name,
        stamp=words.stamp_exact(comment.created_at),
        when=words.moment(comment.created_at),
        answers=_answers(node),
        text=SafeString(linebreaks(comment.text, autoescape=True)),
        there=there,
        reply=said(_('Reply<span class="vh"> to %(name)s</span>'), name=comment.name),
        replies=_LEVEL(comments=replies) if replies else NOTHING,
    )


def _answers(node: Node) -> SafeString:
    if node.answers:
        sentence = said(_("in reply to <bdi>%(name)s</bdi>"), name=node.answers.name)
        return _ANSWERS(pk=node.answers.pk, words=sentence)
    return _ORPHAN(words=_("in reply to a comment that isn’t here any more")) if node.is_orphan else NOTHING


_CALL = Markup("""\
<p class="call"><a href="#comment-form">{words}</a>{number}</p>""")
_NUMBER = Markup(' <a class="number" href="#comments">{words}</a>')


def call(count: int) -> SafeString:
    """A line within the page that leads to the discussion, with its number."""
    # Translators: in French: "Laissez-nous vos commentaires"
    words = _("Leave us your comments")
    return _CALL(words=words, number=_NUMBER(words=number(count)) if count else NOTHING)


def number(count: int) -> str:
    """How many comments there are, over the discussion and in what leads to it."""
    return (
        ngettext("%(n)s comment", "%(n)s comments", count) % {"n": words.number(count)}
        if count
        else _("No comment yet")
    )


_SECTION = Markup("""\
<section class="talk" id="comments" aria-labelledby="comments-title">
<h2 id="comments-title">{number}</h2>
{thread}
{more}{form}
</section>""")
_MORE = Markup('<p class="more"><a href="{there}?after={after}#comments">{words}</a></p>\n')


def section(talk: Thread, there: str, form: SafeString) -> SafeString:
    """The discussion below an article. Complete without a script; the page around it may be stored."""
    more = _MORE(there=there, after=talk.after, words=_("Read on in the discussion")) if talk.after else NOTHING
    return _SECTION(number=number(talk.count), thread=thread(talk.nodes, there), more=more, form=leave(form))


_LEAVE = Markup("""\
<div class="leave">
<h2 id="leave">{words}</h2>
<p class="note">{mail} {required}</p>
{form}
</div>""")


def leave(form: SafeString) -> SafeString:
    """The form, with what is said over it."""
    # Translators: in French: "Laisser un commentaire"
    words = _("Leave a comment")
    # Translators: in French: "Votre adresse e-mail ne sera pas publiée."
    mail = _("Your e-mail address won’t be published.")
    # Translators: in French: "Champs requis marqués avec *"
    required = _("Required fields are marked with *")
    return _LEAVE(words=words, mail=mail, required=required, form=form)
