"""Which of the demo's texts were translated from the French ones, and which of its tags are one theme."""

from articles.demo.parts import Part
from articles.models import PublishedVersion, Tag, Translation
from articles.translations import tags

THEMES = (
    ("Barrages", "السدود", "Dams"),
    ("Méditerranée", "المتوسط", "Mediterranean"),
    ("Sécurité publique", "الأمن", "Security"),
    ("Santé rurale", "الصحة القروية"),
    ("Oléiculture", "الزيتون"),
    ("Prix", "الأسعار"),
    ("Eau potable", "الماء"),
    ("Course à pied", "Running"),
    ("Artisanat", "Crafts"),
)


def load() -> None:
    _translations()
    for names in THEMES:
        found = list(Tag.objects.filter(name__in=names, merged_into=None).order_by("pk"))
        if len({tag.language for tag in found}) == len(found) > 1:
            tags.match(found[0], found[1:])


def _translations() -> None:
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
