"""Whatever is published, planned and confirmed in whatever order: a translation is behind exactly while something that
matters came after what was looked at last."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.ledger import verbs as ledger
from articles.models import Article, Change, PublishedVersion, Translation
from articles.translations import verbs
from tests import cast
from tests.articles import stories

CHANGES = st.sampled_from(list(Change)).map(lambda change: ("publish", change, 0))
PLANS = st.tuples(st.just("plan"), st.sampled_from(list(Change)), st.integers(1, 3))
LOOKS = st.integers(0, 4).map(lambda back: ("confirm", Change.UPDATE, back))
STEPS = st.lists(CHANGES | PLANS | LOOKS, max_size=8)
MINUTE = timedelta(minutes=1)


@pytest.mark.slow
class TestBehind(TestCase):
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def test_it_is_behind_exactly_while_something_that_matters_came_later(
        self, steps: list[tuple[str, Change, int]]
    ) -> None:
        now, chief = stories.NOON, cast.chief()
        original = stories.published(now=now)
        made = verbs.begin(original, "en", by=chief, now=now)
        seen = original.versions.get().live_from
        for number, (what, change, amount) in enumerate(steps, 1):
            now += 10 * MINUTE
            if what == "confirm":
                seen = max(seen, self.confirm(made, original, amount, now=now))
            else:
                note = "Un mot." if change.is_told else ""
                at = now + amount * 7 * MINUTE if what == "plan" else None
                text = stories.text(body=f"<p>{number}</p>", title=f"N {number}")
                ledger.publish(stories.revision(original, text), by=None, at=at, change=change, note=note, now=now)
            later = PublishedVersion.objects.filter(article=original, live_from__gt=seen, live_from__lte=now)
            expected = any(Change(version.change).is_significant for version in later)
            assert Translation.objects.behind(now).exists() is expected

    def confirm(self, made: Article, original: Article, back: int, *, now: datetime) -> datetime:
        """What was shown is one of the versions that readers have had."""
        rows = list(PublishedVersion.objects.filter(article=original, live_from__lte=now).order_by("-live_from"))
        version = rows[min(back, len(rows) - 1)]
        verbs.confirm(made, seen=version.pk, by=None, now=now)
        return version.live_from
