from articles.ledger.models import (
    Article,
    Correction,
    HeldChange,
    Listing,
    PublishedVersion,
    Reference,
    Revision,
    Withdrawal,
)
from articles.models.category import DEEPEST, Category, CategoryText

__all__ = [
    "DEEPEST",
    "Article",
    "Category",
    "CategoryText",
    "Correction",
    "HeldChange",
    "Listing",
    "PublishedVersion",
    "Reference",
    "Revision",
    "Withdrawal",
]
