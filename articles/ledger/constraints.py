"""What the database itself refuses: overlapping versions, and changes of what was decided.

Installed after every migrate and idempotent: SQLite's table rebuild drops triggers without a word.
"""

from typing import Any

from django.db import connections

from articles.models import PublishedVersion

TABLE = PublishedVersion._meta.db_table
FIXED = ("article_id", "revision_id", "base_id", "data", "change", "planned", "live_from")
OVERLAP = "Two versions of one article overlap."
DECIDED = "A version is replaced, not changed."

# Instants are texts of one format in SQLite, so that their order is time's.
SQLITE = {
    "version_overlap_insert": "AFTER INSERT ON {table} WHEN {overlaps} BEGIN SELECT RAISE(ABORT, '{overlap}'); END",
    "version_overlap_update": (
        "AFTER UPDATE OF article_id, live_from, live_until ON {table} WHEN {overlaps}"
        " BEGIN SELECT RAISE(ABORT, '{overlap}'); END"
    ),
    "version_decided": "BEFORE UPDATE ON {table} WHEN {differs} BEGIN SELECT RAISE(ABORT, '{decided}'); END",
}
SQLITE_OVERLAPS = """EXISTS (
    SELECT 1 FROM {table} WHERE article_id = NEW.article_id AND id <> NEW.id
        AND (live_until IS NULL OR live_until > NEW.live_from)
        AND (NEW.live_until IS NULL OR NEW.live_until > live_from)
)"""
POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'version_overlap') THEN
        ALTER TABLE {table} ADD CONSTRAINT version_overlap
        EXCLUDE USING gist (article_id WITH =, tstzrange(live_from, live_until) WITH &&);
    END IF;
END $$;
CREATE OR REPLACE FUNCTION version_decided() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {differs} THEN
        RAISE EXCEPTION '{decided}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS version_decided ON {table};
CREATE TRIGGER version_decided BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION version_decided();
"""


def _sqlite() -> list[str]:
    differs = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FIXED)
    overlaps = SQLITE_OVERLAPS.format(table=TABLE)
    facts = {"table": TABLE, "overlaps": overlaps, "overlap": OVERLAP, "differs": differs, "decided": DECIDED}
    found = []
    for name, body in SQLITE.items():
        found += [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {body.format(**facts)}"]
    return found


def _postgresql() -> list[str]:
    differs = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FIXED)
    return [POSTGRESQL.format(table=TABLE, differs=differs, decided=DECIDED)]


def install(*, using: str = "default", **_kwargs: Any) -> None:
    """`post_migrate`. Does nothing before the table exists (a migrate back to before the ledger)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]():
            cursor.execute(statement)
