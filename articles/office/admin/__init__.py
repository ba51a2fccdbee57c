"""The admin classes of articles, and of what stands beside them."""

from articles.office.admin import articles, papers, people

__all__ = ["articles", "papers", "people"]
