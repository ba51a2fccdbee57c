from datetime import datetime

from articles.models import PublishedVersion


def modified(version: PublishedVersion) -> datetime:
    """When readers last got something new of it: what pages, feeds and sitemaps tell machines as `dateModified`.

    An update, a correction and a clarification move it, a typo doesn't; it is never before the publication.
    """
    return max(version.first_published_at, version.updated_at)
