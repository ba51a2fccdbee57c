"""One table of roles. Groups are its copy: synced after every migrate, never edited by hand."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    code: str
    label: str | Promise
    description: str | Promise
    permissions: frozenset[str]


def _role(code: str, label: str | Promise, description: str | Promise, *permissions: str) -> Role:
    return Role(code, label, description, frozenset(permissions))


ROLES = (
    _role(
        "journalist",
        _("Journalist"),
        _("Writes articles and submits them."),
        "articles.view_category",
        "articles.view_article",
        "articles.add_article",
        "articles.change_article",
        "articles.delete_article",
        "articles.submit_article",
        "articles.view_report",
        "articles.view_author",
        "articles.view_tag",
        "articles.add_tag",
        "articles.view_image",
        "articles.add_image",
        "articles.change_image",
    ),
    _role(
        "editor",
        _("Editor"),
        _("Reviews and publishes in the categories chosen for them, and all below these."),
        "articles.view_category",
        "articles.view_article",
        "articles.add_article",
        "articles.change_article",
        "articles.delete_article",
        "articles.submit_article",
        "articles.view_author",
        "articles.view_tag",
        "articles.add_tag",
        "articles.change_tag",
        "articles.add_author",
        "articles.change_author",
        "articles.publish_article",
        "articles.withdraw_article",
        "articles.view_report",
        "articles.change_report",
        "articles.view_piecetemplate",
        "articles.add_piecetemplate",
        "articles.change_piecetemplate",
        "articles.delete_piecetemplate",
        "articles.view_staticpage",
        "articles.change_category",
        "articles.view_image",
        "articles.add_image",
        "articles.change_image",
        "articles.delete_image",
    ),
    _role(
        "chief",
        _("Editor-in-chief"),
        _("Publishes everywhere and answers for the publication."),
        "articles.view_category",
        "articles.view_article",
        "articles.add_article",
        "articles.change_article",
        "articles.delete_article",
        "articles.submit_article",
        "articles.view_author",
        "articles.view_tag",
        "articles.add_tag",
        "articles.change_tag",
        "articles.add_author",
        "articles.change_author",
        "articles.publish_article",
        "articles.withdraw_article",
        "articles.view_report",
        "articles.change_report",
        "articles.view_piecetemplate",
        "articles.add_piecetemplate",
        "articles.change_piecetemplate",
        "articles.delete_piecetemplate",
        "articles.view_staticpage",
        "articles.reinstate_article",
        "articles.delete_author",
        "articles.delete_tag",
        "articles.add_staticpage",
        "articles.change_staticpage",
        "articles.delete_staticpage",
        "articles.add_category",
        "articles.change_category",
        "articles.delete_category",
        "articles.edit_every_category",
        "articles.view_image",
        "articles.add_image",
        "articles.change_image",
        "articles.delete_image",
        "comments.view_comment",
        "comments.change_comment",
        "comments.view_email",
        "newsletter.view_newsletter",
        "newsletter.add_newsletter",
        "newsletter.change_newsletter",
        "newsletter.view_edition",
        "newsletter.add_edition",
        "newsletter.change_edition",
        "newsletter.delete_edition",
        "newsletter.send_edition",
        "newsletter.view_subscription",
        "core.view_publication",
        "core.change_publication",
        "core.view_auditentry",
        "core.purge_pages",
    ),
    _role(
        "moderator",
        _("Moderator"),
        _("Decides on readers' comments."),
        "articles.view_category",
        "comments.view_comment",
        "comments.change_comment",
    ),
    _role(
        "newsletter",
        _("Newsletter editor"),
        _("Puts editions together and sends them."),
        "articles.view_category",
        "newsletter.view_newsletter",
        "newsletter.add_newsletter",
        "newsletter.change_newsletter",
        "newsletter.view_edition",
        "newsletter.add_edition",
        "newsletter.change_edition",
        "newsletter.delete_edition",
        "newsletter.send_edition",
        "newsletter.view_subscription",
        "newsletter.change_subscription",
        "newsletter.view_subscriber",
        "newsletter.delete_subscriber",
        "newsletter.view_suppression",
        "newsletter.delete_suppression",
    ),
    _role(
        "administrator",
        _("Administrator"),
        _("Invites people, gives roles and keeps the house; publishes nothing."),
        "articles.view_category",
        "core.view_user",
        "core.add_user",
        "core.change_user",
        "core.view_publication",
        "core.change_publication",
        "core.view_auditentry",
        "core.purge_pages",
        "core.view_tasks",
        "core.retry_tasks",
    ),
)
BY_CODE = {role.code: role for role in ROLES}


def permissions(strings: frozenset[str]) -> QuerySet[Permission]:
    """The rows of permission strings `app.codename`; strings without a row are left out (a system check names them)."""
    codenames = {string.partition(".")[2] for string in strings}
    rows = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    return rows.filter(pk__in=[row.pk for row in rows if f"{row.content_type.app_label}.{row.codename}" in strings])


def sync_roles(**_kwargs: Any) -> None:
    """`post_migrate`: groups bear exactly the roles' names and permissions; a group of no role goes.

    The floor's turn comes before the upper rooms', whose permissions are therefore made here first.
    """
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    Group.objects.exclude(name__in=BY_CODE).delete()
    for role in ROLES:
        Group.objects.get_or_create(name=role.code)[0].permissions.set(permissions(role.permissions))


def labels(codes: list[str]) -> str:
    """The roles' names in the active language, in the table's order."""
    return str(_(", ")).join(str(role.label) for role in ROLES if role.code in codes)
