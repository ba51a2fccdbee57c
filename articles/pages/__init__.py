"""What readers see: every page as one instant and one language make it.

Views decide between a page, another address (301), gone (410) and nothing (404); loaders beside them take an instant
and cost a fixed number of queries. Only live versions come in, through `PublishedVersion.objects.live(at)`.
"""
