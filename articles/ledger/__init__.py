"""What readers see: a ledger of published versions, each valid from one instant to another.

`PublishedVersion.objects.live(at)` is the only door to what is public; `verbs` are the only way in.
"""
