"""The contract of this room's models; what is not said here stands at the model.

- `Article` is the desk's working copy and may be incomplete; only `articles.desk` verbs write it. Public code never
  reads its texts: it reads `PublishedVersion.objects.live(at)`, as `articles.pages` does.
- `Article.objects.editable_by(user)`, `visible_to(user)`, `decided_by(user)` are where every page of the office starts.
- `Category`, `Author`, `Tag`, `Image` and `StaticPage` are what versions refer to by id. What a version refers to is
  never deleted (`Reference`); authors and tags that were merged stay as aliases (`merged_into`).
- `Address` holds first path segments, current and former, of categories and static pages.
- `Listing` and the columns of `PublishedVersion` under "derived" can be made anew at any time.
"""

from articles.models.address import Address
from articles.models.article import Article, Byline, Kind, RelatedPick, Stage
from articles.models.author import Author, AuthorText
from articles.models.category import DEEPEST, Category, CategoryText
from articles.models.image import Image, ImageText
from articles.models.ledger import (
    Change,
    Correction,
    HeldChange,
    Listing,
    Presence,
    PublishedVersion,
    Reference,
    Revision,
    Target,
    Withdrawal,
)
from articles.models.note import Note
from articles.models.page import StaticPage
from articles.models.recurring import PieceTemplate
from articles.models.report import Report
from articles.models.review import ReviewLink, ReviewRemark, ReviewView
from articles.models.tag import Tag
from articles.models.translation import Translation

__all__ = [
    "DEEPEST",
    "Address",
    "Article",
    "Author",
    "AuthorText",
    "Byline",
    "Category",
    "CategoryText",
    "Change",
    "Correction",
    "HeldChange",
    "Image",
    "ImageText",
    "Kind",
    "Listing",
    "Note",
    "PieceTemplate",
    "Presence",
    "PublishedVersion",
    "Reference",
    "RelatedPick",
    "Report",
    "ReviewLink",
    "ReviewRemark",
    "ReviewView",
    "Revision",
    "Stage",
    "StaticPage",
    "Tag",
    "Target",
    "Translation",
    "Withdrawal",
]
