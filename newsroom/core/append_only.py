"""The database itself refuses to rewrite the audit trail, whoever asks: the ORM, a shell, another program.

One change is let through, the one that deleting an account makes: `actor_id` becomes NULL, everything else stays.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom.core.models import AuditEntry

NAME = "audit_trail_is_append_only"
REFUSAL = "The audit trail is append-only."
LOOSE = "actor_id"

POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.{loose} IS NULL AND to_jsonb(NEW) - '{loose}' = to_jsonb(OLD) - '{loose}' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation';
END
$body$;
DROP TRIGGER IF EXISTS {name} ON {table};
CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def sqlite_statements(table: str) -> list[str]:
    kept = [column for column in _columns() if column != LOOSE]
    same = " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in kept)
    rewritten = f'NOT (NEW."{LOOSE}" IS NULL AND {same})'
    refuse = f"SELECT RAISE(ABORT, '{REFUSAL}');"
    return [
        f"DROP TRIGGER IF EXISTS {NAME}",
        f'CREATE TRIGGER {NAME} BEFORE UPDATE ON "{table}" WHEN {rewritten} BEGIN {refuse} END',
    ]


def _columns() -> list[str]:
    return [str(field.column) for field in AuditEntry._meta.local_concrete_fields]


def statements(connection: BaseDatabaseWrapper) -> list[str]:
    table = AuditEntry._meta.db_table
    if connection.vendor == "postgresql":
        return [POSTGRESQL.format(name=NAME, table=f'"{table}"', loose=LOOSE, refusal=REFUSAL)]
    return sqlite_statements(table)


def guard_audit_trail(*, using: str = "default", **_kwargs: Any) -> None:
    """`post_migrate`: install the trigger, or install it again – SQLite drops it whenever it rebuilds the table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if AuditEntry._meta.db_table not in connection.introspection.table_names(cursor):
            return
        for statement in statements(connection):
            cursor.execute(statement)
