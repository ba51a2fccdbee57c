"""The checks, one class each; `CHECKS` is all of them, in the order in which they are shown.

What readers can't do without – a headline, a text, a category, a by-line, words for every picture, rows that are still
there – is refused by `articles.ledger.complete` whatever anybody chooses, and isn't looked at here again.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from articles.body.outline import misplaced
from articles.models import PublishedVersion
from articles.preflight import figures
from articles.preflight.facts import Facts
from articles.preflight.finding import Check, Finding
from articles.preflight.leftovers import leftovers
from articles.preflight.likeness import alike
from articles.preflight.pairs import unpaired
from articles.preflight.tongues import is_in

SOON = timedelta(days=30)
_FILE_NAME = re.compile(
    r"(?i)^(?:.*\.(?:jpe?g|png|webp|avif|gif|heic|tiff?)|(?:img|dsc[nf]?|image|photo|pxl)[\W_]*\d+)$"
)


class Standfirst(Check):
    name = "standfirst"
    title = gettext_lazy("Standfirst")
    why = gettext_lazy("Lists, mails and search engines show it below the headline.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        if not facts.document.standfirst.strip():
            yield Finding(_("There is no standfirst."), "standfirst")


class Alternative(Check):
    name = "alternative"
    title = gettext_lazy("Words for those who don’t see a picture")
    why = gettext_lazy("The name of a file tells them nothing.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        lead = facts.document.picture
        uses = [("picture_alt", lead.alt)] if lead else []
        uses += [("body", use.words.get("data-alt", "")) for use in facts.uses]
        for field, alt in uses:
            if _FILE_NAME.match(alt.strip()):
                words = _("“%(alt)s” is the name of a file. Say in words what the picture shows.")
                yield Finding(words % {"alt": alt}, field, alt)


class Credit(Check):
    name = "credit"
    title = gettext_lazy("Credit of every picture")
    why = gettext_lazy("Whoever made a picture has a right to be named.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        for field, picture in facts.pictures:
            if not picture.credit.strip():
                words = _("The picture “%(name)s” has no credit.")
                yield Finding(words % {"name": picture.name}, field, str(picture.pk))


class Licence(Check):
    name = "licence"
    title = gettext_lazy("Licence of every picture")
    why = gettext_lazy("When it ends, readers see a gap. One that has ended by then is always refused.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        for field, picture in facts.pictures:
            over = picture.licence_over_at
            if over and picture.licence_ends_on and facts.at < over <= facts.at + SOON:
                words = _("The licence of the picture “%(name)s” ends on %(day)s.")
                day = date_format(picture.licence_ends_on, "SHORT_DATE_FORMAT")
                yield Finding(words % {"name": picture.name, "day": day}, field, f"{picture.pk} {over.isoformat()}")


class Figures(Check):
    name = "figures"
    title = gettext_lazy("Figures and dates of the headline and of “In brief”")
    why = gettext_lazy("What they announce and the text doesn’t say is a slip in one of the two.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        document, body = facts.document, figures.told(facts.spoken)
        for field, claims in [("title", document.title), *(("points", point) for point in document.points)]:
            for figure in figures.missing(claims, body):
                words = _("“%(figure)s” isn’t in the text.")
                yield Finding(words % {"figure": figure}, field, figure)


class Links(Check):
    name = "links"
    title = gettext_lazy("Links to articles and pages of ours")
    why = gettext_lazy("Readers who follow them would find nothing.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        for link in facts.links:
            if link.page is None or (link.article is not None and link.article not in facts.live):
                words = _("The link to %(address)s leads to nothing that readers have by then.")
                yield Finding(words % {"address": link.href}, "body", link.href)
        for field, articles in (("body", facts.cards), ("related", facts.document.related)):
            for pk in articles:
                if pk not in facts.live:
                    words = _("Article %(number)s, which it points at, isn’t public by then: readers won’t see it.")
                    yield Finding(words % {"number": pk}, field, str(pk))


class Duplicate(Check):
    name = "duplicate"
    title = gettext_lazy("Headlines of the last seven days")
    why = gettext_lazy("Two that are nearly the same may be one story published twice.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        near = next((title for title in facts.recent if alike(title, facts.document.title)), None)
        if near is not None:
            words = _("Another article of these days is called “%(title)s”.")
            yield Finding(words % {"title": near}, "title", near)


class Pairs(Check):
    name = "pairs"
    title = gettext_lazy("Quotation marks and brackets")
    why = gettext_lazy("Without its other half, nobody knows where a quotation ends.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        for field, text in facts.lines:
            for mark in unpaired(text, language=facts.document.language):
                words = _("A quotation mark or a bracket has no other half: %(mark)s")
                yield Finding(words % {"mark": mark}, field, mark)


class Leftovers(Check):
    name = "leftovers"
    title = gettext_lazy("Shortcodes and placeholders")
    why = gettext_lazy("Readers would see them as they stand.")
    blocks = True

    def findings(self, facts: Facts) -> Iterable[Finding]:
        for field, text in facts.lines:
            for left in leftovers(text):
                words = _("“%(words)s” was left over.")
                yield Finding(words % {"words": left[:80]}, field, left)


class Language(Check):
    name = "language"
    title = gettext_lazy("Language of the text")
    why = gettext_lazy("It decides on which site the article stands, and how it is read aloud.")
    blocks = True

    def findings(self, facts: Facts) -> Iterable[Finding]:
        if not is_in(facts.text, facts.document.language):
            words = _("The text doesn’t seem to be in the language that is chosen: %(language)s.")
            name = get_language_info(facts.document.language)["name_translated"]
            yield Finding(words % {"language": name}, "language", facts.document.language)


class Headings(Check):
    name = "headings"
    title = gettext_lazy("Order of the headings")
    why = gettext_lazy("Whoever jumps from heading to heading misses what hangs below none.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        for heading in misplaced(facts.document.body):
            words = _("“%(words)s” is a smaller heading, and no heading stands above it.")
            yield Finding(words % {"words": heading}, "body", heading)


class Siblings(Check):
    name = "siblings"
    title = gettext_lazy("The same story in other languages")
    why = gettext_lazy("What was changed there may be missing here.")

    def findings(self, facts: Facts) -> Iterable[Finding]:
        for row in facts.told:
            if row.article_id != facts.article.pk and self._is_news(row, facts):
                words = _("“%(title)s” was changed on %(day)s, after this one.")
                day = date_format(row.updated_at, "SHORT_DATE_FORMAT")
                yield Finding(words % {"title": row.title, "day": day}, "body", f"{row.article_id} {row.pk}")

    def _is_news(self, row: PublishedVersion, facts: Facts) -> bool:
        """Of the original, what somebody has compared since is none; what its own translations say never is."""
        if facts.origin and facts.origin.original_id == row.article_id:
            return facts.is_behind
        if row.article_id in facts.translations:
            return False
        own = next((one for one in facts.told if one.article_id == facts.article.pk), None)
        since = own.decided_at if own else facts.article.created_at
        return row.updated_at > max(since, row.first_published_at)


CHECKS: tuple[Check, ...] = (
    Standfirst(),
    Alternative(),
    Credit(),
    Licence(),
    Figures(),
    Links(),
    Duplicate(),
    Pairs(),
    Leftovers(),
    Language(),
    Headings(),
    Siblings(),
)
