"""One of everything: what the matrix of addresses is tried on."""

from dataclasses import dataclass, field

from django.test import Client

from articles.models import Category
from newsroom.core.models import AuditEntry, User
from tests import cast

STRANGER = "stranger"
MEMBERS = ("journalist", "editor", "chief", "moderator", "newsletter", "administrator")
ROLES = (STRANGER, *MEMBERS)


@dataclass
class World:
    """The cast, and objects in each state that makes a difference to who may do what with them."""

    people: dict[str, User] = field(default_factory=dict)
    chosen: Category = field(init=False)
    below: Category = field(init=False)
    elsewhere: Category = field(init=False)
    colleague: User = field(init=False)
    invited: User = field(init=False)
    deactivated: User = field(init=False)
    superuser: User = field(init=False)

    def __post_init__(self) -> None:
        self.chosen = cast.category("Sport")
        self.below = cast.category("Football", parent=self.chosen)
        self.elsewhere = cast.category("Politique")
        self.people = {
            "journalist": cast.reporter(),
            "editor": cast.editor(self.chosen),
            "chief": cast.chief(),
            "moderator": cast.moderator(),
            "newsletter": cast.newsletter_editor(),
            "administrator": cast.administrator(),
        }
        self.colleague = cast.member("journalist", email="colleague@example.ma")
        self.deactivated = cast.member("journalist", email="gone@example.ma", is_active=False)
        self.superuser = User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine")
        self.invited = cast.member("journalist", email="invited@example.ma")
        self.invited.set_unusable_password()
        self.invited.save()

    @property
    def entry(self) -> AuditEntry:
        return AuditEntry.objects.get_or_create(verb="publication.changed", actor_name="Hamza")[0]

    def client(self, role: str) -> Client:
        return Client() if role == STRANGER else cast.signed_in(self.people[role])
