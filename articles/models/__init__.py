from articles.models.category import DEEPEST, Category, CategoryText

__all__ = ["DEEPEST", "Category", "CategoryText"]
