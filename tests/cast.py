"""The fixed cast and plain-function factories."""

from django.contrib.auth.models import Group
from django.test import Client

from articles.models import Address, Category, CategoryText
from newsroom.core.models import User

PASSWORD = "une-phrase-de-passe-solide"


def member(*roles: str, email: str = "", name: str = "", **fields: object) -> User:
    """An account with roles; its address is made from the first role."""
    code = roles[0] if roles else "nobody"
    user = User.objects.create_user(email or f"{code}@example.ma", PASSWORD, name=name or f"La {code}", **fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def reporter() -> User:
    return member("journalist", name="Nadia Chraïbi")


def editor(*categories: Category) -> User:
    user = member("editor", name="Salma Bennis")
    user.edited_categories.set(categories)
    return user


def chief() -> User:
    return member("chief", name="Driss Alaoui")


def moderator() -> User:
    return member("moderator", name="Imane Tazi")


def newsletter_editor() -> User:
    return member("newsletter", name="Youssef El Idrissi")


def administrator() -> User:
    return member("administrator", name="Hamza Ouali")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def category(name: str, *, parent: Category | None = None, slug: str = "", language: str = "fr") -> Category:
    row = Category.objects.create(parent=parent)
    text = CategoryText.objects.create(category=row, language=language, name=name, slug=slug or name.lower())
    Address.objects.claim(row, language=language, slug=text.slug)
    return row
