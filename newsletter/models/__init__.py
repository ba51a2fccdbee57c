"""What must always hold: nobody unconfirmed or unsubscribed gets mail, and nobody gets an edition twice.

Written by `newsletter.verbs` (readers) and `newsletter.editions` (the newsroom) only.
"""

from newsletter.models.edition import Delivery, Edition, EditionItem
from newsletter.models.newsletter import Newsletter
from newsletter.models.subscription import Subscriber, Subscription, Suppression

__all__ = ["Delivery", "Edition", "EditionItem", "Newsletter", "Subscriber", "Subscription", "Suppression"]
