"""Where Django looks for this app's admin classes; they live beside what they show."""

from articles.categories import admin as categories_admin
from articles.office import admin as office_admin
from articles.pictures import admin as pictures_admin
from articles.recurring import admin as recurring_admin
from articles.reports import admin as reports_admin

__all__ = ["categories_admin", "office_admin", "pictures_admin", "recurring_admin", "reports_admin"]
