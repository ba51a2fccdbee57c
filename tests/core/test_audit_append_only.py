"""The trail can't be rewritten: not by the ORM, not by SQL; only an actor may be forgotten."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from newsroom.core import audit, registry
from newsroom.core.append_only import NAME, guard_audit_trail
from newsroom.core.models import AuditEntry, User
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> AuditEntry:
    return audit.record("user.invited", cast.reporter(), by=cast.administrator(), roles=["journalist"])


def execute(sql: str, *values: str | int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Somebody else"),
        ("verb", "user.joined"),
        ("target_label", "Another"),
        ("target_id", "999"),
        ("detail", '{"roles": ["chief"]}'),
        ("at", "2020-01-01 00:00:00+00"),
    ],
)
def test_sql_that_rewrites_a_column_is_refused(entry: AuditEntry, column: str, value: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute(f"UPDATE core_auditentry SET {column} = %s WHERE id = %s", value, entry.pk)  # noqa: S608  # our own columns


def test_sql_that_names_another_actor_is_refused(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute("UPDATE core_auditentry SET actor_id = %s WHERE id = %s", cast.chief().pk, entry.pk)


def test_forgetting_the_actor_and_something_else_is_refused(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute("UPDATE core_auditentry SET actor_id = NULL, actor_name = '' WHERE id = %s", entry.pk)


def test_deleting_an_account_leaves_its_deeds_with_its_name(entry: AuditEntry) -> None:
    User.objects.get(name="Hamza Ouali").delete()
    entry.refresh_from_db()
    assert (entry.actor_id, entry.actor_name, entry.verb) == (None, "Hamza Ouali", "user.invited")


def test_the_guard_may_be_installed_again_and_again(entry: AuditEntry) -> None:
    guard_audit_trail()
    guard_audit_trail()
    with pytest.raises(DatabaseError, match="append-only"):
        execute("UPDATE core_auditentry SET verb = 'x' WHERE id = %s", entry.pk)


def test_a_migrate_brings_a_lost_guard_back(entry: AuditEntry) -> None:
    on = " ON core_auditentry" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {NAME}{on}")
    call_command("migrate", verbosity=0)
    with pytest.raises(DatabaseError, match="append-only"):
        execute("UPDATE core_auditentry SET verb = 'x' WHERE id = %s", entry.pk)


def test_the_orm_refuses_to_change_or_delete(entry: AuditEntry) -> None:
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(verb="x"),
        lambda: AuditEntry.objects.bulk_update([entry], ["verb"]),
    ):
        with pytest.raises(TypeError, match="append-only"), transaction.atomic():
            attempt()
    assert AuditEntry.objects.get().verb == "user.invited"


def test_the_trail_is_kept_five_years_and_no_longer() -> None:
    rule = next(rule for rule in registry.retention if rule.name == "audit")
    assert timedelta(days=5 * 365) <= rule.period <= timedelta(days=5 * 366)
    now = timezone.now()
    for days in (0, 100):
        AuditEntry(verb="user.joined", at=now - timedelta(days=days)).save()
    assert rule.forget(now - timedelta(days=50)) == 1
    assert AuditEntry.objects.get().at == now
