"""What the demo does before it serves."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.demo.house import PASSWORD, PEOPLE
from newsroom.core import roles
from newsroom.core.models import User


def migrate() -> bool:
    """Bring the database up to date; False when it was."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Role, name, address and what is worth knowing, of those of the demo's people who can still sign in."""
    addresses = [person.address for person in PEOPLE]
    users = {user.email: user for user in User.objects.active().filter(email__in=addresses).prefetch_related("groups")}
    found = []
    for user in (users[address] for address in addresses if address in users):
        codes = [group.name for group in user.groups.all()]
        note = "" if user.check_password(PASSWORD) else "(with the password chosen since)"
        found.append((roles.labels(codes) or "–", str(user), user.email, note))
    return found
