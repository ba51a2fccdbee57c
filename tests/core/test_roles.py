"""Roles come from one table."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from newsroom.core import roles
from tests import cast

pytestmark = pytest.mark.django_db


def held(code: str) -> set[str]:
    rows = Permission.objects.filter(group__name=code).select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.code)
def test_a_group_holds_exactly_what_the_table_says(role: roles.Role) -> None:
    assert held(role.code) == role.permissions


def test_a_migrate_takes_back_what_was_given_by_hand() -> None:
    group = Group.objects.get(name="journalist")
    group.permissions.add(Permission.objects.get(codename="change_user"))
    call_command("migrate", verbosity=0)
    assert held("journalist") == roles.BY_CODE["journalist"].permissions


def test_a_migrate_gives_back_what_was_taken_by_hand() -> None:
    Group.objects.get(name="chief").permissions.clear()
    call_command("migrate", verbosity=0)
    assert held("chief") == roles.BY_CODE["chief"].permissions


def test_a_group_that_is_no_role_goes_at_the_next_migrate() -> None:
    Group.objects.create(name="friends of the house")
    call_command("migrate", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.BY_CODE)


def test_syncing_keeps_people_in_their_roles() -> None:
    reporter = cast.reporter()
    call_command("migrate", verbosity=0)
    assert reporter.groups.get().name == "journalist"


def test_two_roles_add_up() -> None:
    both = cast.member("journalist", "moderator")
    assert both.get_all_permissions() >= held("journalist") | held("moderator")


def test_labels_follow_the_order_of_the_table() -> None:
    named = roles.labels(["administrator", "journalist"])
    assert named == f"{roles.BY_CODE['journalist'].label}, {roles.BY_CODE['administrator'].label}"
