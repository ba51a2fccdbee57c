"""The article that the budgets are about: the demo's longest, as long as a long read, with ten comments."""

from django.conf import settings
from django.test import Client

from articles.models import Image, PublishedVersion
from articles.pictures import renditions
from benchmarks.prepare import COMMENTS, LONG, PARAGRAPH
from benchmarks.writing import comment, lengthen


def article() -> str:
    """Its path; the picture over it has all its sizes."""
    reader = Client(headers={"host": settings.SITE_URL.partition("://")[2]})
    live = PublishedVersion.objects.live().with_addresses().filter(language="fr")
    paths = {version.article_id: version.get_absolute_url() for version in live}
    sizes = {pk: len(reader.get(path).content) for pk, path in paths.items()}
    longest = max(sizes, key=sizes.__getitem__)
    comment(longest, COMMENTS)
    while (size := len(reader.get(paths[longest]).content)) < LONG:
        lengthen(longest, [PARAGRAPH.format(number=number) for number in range(1, 2 + (LONG - size) // 800)])
    lead = PublishedVersion.objects.live().get(article=longest).document.picture
    if lead:
        renditions.make(Image.objects.get(pk=lead.image))
    return paths[longest]
