"""What the database itself refuses: overlapping versions, and changes of what was decided.

Installed after every migrate and idempotent: SQLite's table rebuild drops triggers without a word.
"""

from typing import Any

from django.db import connections

TABLE = "articles_publishedversion"
FIXED = ("article_id", "revision_id", "base_id", "data", "change", "planned", "live_from")
OVERLAP = "Two versions of one article can't be live at one instant."
DECIDED = "What was decided about a version doesn't change; replace the version."

_overlaps = f"""SELECT 1 FROM {TABLE} WHERE article_id = NEW.article_id AND id <> NEW.id
      AND (live_until IS NULL OR live_until > NEW.live_from) AND (NEW.live_until IS NULL OR NEW.live_until > live_from)"""


def _sqlite() -> list[str]:
    """Instants are texts of one format in SQLite, so that their order is time's."""
    differs = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FIXED)
    triggers = {
        "version_overlap_insert": f"AFTER INSERT ON {TABLE} WHEN EXISTS ({_overlaps}) BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END",
        "version_overlap_update": f"AFTER UPDATE OF live_from, live_until, article_id ON {TABLE} WHEN EXISTS ({_overlaps})"
        f" BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END",
        "version_decided": f"BEFORE UPDATE ON {TABLE} WHEN {differs} BEGIN SELECT RAISE(ABORT, '{DECIDED}'); END",
    }
    quoted = {name: body.replace("can't", "can''t").replace("doesn't", "doesn''t") for name, body in triggers.items()}
    return [
        sql
        for name, body in quoted.items()
        for sql in (f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {body}")
    ]


def _postgresql() -> list[str]:
    differs = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FIXED)
    return [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        f"""DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'version_overlap') THEN
                ALTER TABLE {TABLE} ADD CONSTRAINT version_overlap
                EXCLUDE USING gist (article_id WITH =, tstzrange(live_from, live_until) WITH &&);
            END IF;
        END $$""",
        f"""CREATE OR REPLACE FUNCTION version_decided() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {differs} THEN RAISE EXCEPTION '{DECIDED.replace("'", "''")}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
        f"""CREATE OR REPLACE TRIGGER version_decided BEFORE UPDATE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION version_decided()""",
    ]


def install(*, using: str = "default", **_kwargs: Any) -> None:
    """`post_migrate`. Does nothing before the table exists (a migrate back to before the ledger)."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
