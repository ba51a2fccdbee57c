"""A discussion as HTML: comments below each other, as deep as threads go."""

from collections.abc import Iterable

from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.pages import words
from comments.threads import Node
from newsroom.core.markup import NOTHING, Markup, joined, said

_LEVEL = Markup("<ol>\n{comments}</ol>")
_COMMENT = Markup("""\
<li><article class="com" id="comment-{pk}" aria-labelledby="by-{pk}">
<header><b id="by-{pk}"><bdi>{name}</bdi></b> · <time datetime="{stamp}">{when}</time>{answers}</header>
<div class="said" dir="auto">{text}</div>
<a class="answer" rel="nofollow" href="{there}?reply={pk}#comment-form">{reply}</a>
</article>{replies}</li>
""")
_ANSWERS = Markup(' · <a href="#comment-{pk}">{words}</a>')
_ORPHAN = Markup(" · {words}")


def thread(nodes: Iterable[Node], there: str) -> SafeString:
    """One level of a thread with all below it. `there`: the page of the discussion."""
    comments = joined(_comment(node, there) for node in nodes)
    return _LEVEL(comments=comments) if comments else NOTHING


def _comment(node: Node, there: str) -> SafeString:
    comment = node.comment
    return _COMMENT(
        pk=comment.pk,
        name=comment.name,
        stamp=words.stamp_exact(comment.created_at),
        when=words.written(comment.created_at, "DATETIME_FORMAT"),
        answers=_answers(node),
        text=SafeString(linebreaks(comment.text, autoescape=True)),
        there=there,
        reply=said(_('Reply<span class="vh"> to %(name)s</span>'), name=comment.name),
        replies=thread(node.replies, there) if node.replies else NOTHING,
    )


def _answers(node: Node) -> SafeString:
    if node.answers:
        sentence = said(_("in reply to <bdi>%(name)s</bdi>"), name=node.answers.name)
        return _ANSWERS(pk=node.answers.pk, words=sentence)
    return _ORPHAN(words=_("in reply to a comment that isn’t here any more")) if node.is_orphan else NOTHING
