"""Which of the demo's texts were translated from the French ones, and which of them the original has left behind."""

from articles.demo.parts import Part
from articles.models import PublishedVersion, Translation


def load() -> None:
    """Each sibling of a French text was made from what its readers had first."""
    firsts = PublishedVersion.objects.filter(language="fr").order_by("article", "live_from").select_related("article")
    originals: dict[object, PublishedVersion] = {}
    for version in firsts.defer("data"):
        originals.setdefault(version.article.translation_group, version)
    others = PublishedVersion.objects.exclude(language="fr").select_related("article").defer("data").order_by("pk")
    for version in others:
        original = originals.get(version.article.translation_group)
        if original and not Translation.objects.filter(article=version.article_id).exists():
            Translation.objects.create(
                article_id=version.article_id,
                original_id=original.article_id,
                revision_id=original.revision_id,
                since=original.live_from,
            )


TRANSLATIONS = Part("translations", load, position=30)
