"""The first part of the demo: a newspaper that doesn't exist, its category tree, and one person for every role."""

from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import Group

from articles.categories import verbs
from articles.demo.parts import Part
from articles.demo.sections import SECTIONS, Sample
from articles.demo.words import PUBLICATION
from articles.models import Category, CategoryText
from newsroom.core.models import Publication, PublicationText, SocialAccount, User

PASSWORD = "maree-haute-du-matin"  # noqa: S105  # printed on purpose: the demo answers on its own machine only
CONTACT = "redaction@demo.example"
TELEPHONE = "+212 5 00 00 00 00"
NETWORKS = {
    "Facebook": "https://facebook.example/lestran",
    "Instagram": "https://instagram.example/lestran",
    "X": "https://x.example/lestran",
    "YouTube": "https://youtube.example/lestran",
}


class Person(NamedTuple):
    role: str
    name: str
    address: str
    sections: tuple[str, ...] = ()
    """French slugs of the categories chosen for an editor."""


PEOPLE = (
    Person("journalist", "Ghita Sebti", "ghita@demo.example"),
    Person("editor", "Omar Lahlou", "omar@demo.example", ("economie", "environnement")),
    Person("chief", "Leïla Bensouda", "leila@demo.example"),
    Person("moderator", "Mehdi Amrani", "mehdi@demo.example"),
    Person("newsletter", "Sanae Kettani", "sanae@demo.example"),
    Person("administrator", "Karim Ouazzani", "karim@demo.example"),
)


@dataclass
class House:
    """Adds what is missing and leaves alone what is there: the database may have been somebody's before."""

    def load(self) -> None:
        self._publication()
        people = self._people()
        self.sections(by=people["chief"])
        for person in PEOPLE:
            for slug in person.sections:
                category = Category.objects.get(texts__language="fr", texts__slug=slug)
                chosen = {*category.editors.all(), people[person.role]}
                verbs.assign(category, chosen, by=people["chief"])

    def sections(self, *, by: User | None) -> None:
        for sample in SECTIONS:
            self._category(sample, None, by=by)

    def _publication(self) -> None:
        row = Publication.objects.current()
        if row.texts.exists():
            return
        row.contact_email, row.phone = CONTACT, TELEPHONE
        row.save()
        for language, words in PUBLICATION.items():
            PublicationText.objects.create(publication=row, language=language, **words)
        for position, (network, url) in enumerate(NETWORKS.items()):
            SocialAccount.objects.create(publication=row, network=network, url=url, position=position)

    def _people(self) -> dict[str, User]:
        return {person.role: self._person(person) for person in PEOPLE}

    def _person(self, person: Person) -> User:
        found: User | None = User.objects.filter(email=person.address).first()
        if found:
            return found
        user = User.objects.create_user(person.address, PASSWORD, name=person.name)
        user.groups.set(Group.objects.filter(name=person.role))
        return user

    def _category(self, sample: Sample, parent: Category | None, *, by: User | None) -> None:
        slug = sample.texts["fr"][1]
        category = Category.objects.filter(texts__language="fr", texts__slug=slug).first()
        if category is None:
            category = Category(parent=parent, colour=sample.colour or (parent.colour if parent else ""))
            texts = [
                CategoryText(language=language, name=name, slug=slug, description=description)
                for language, (name, slug, description) in sample.texts.items()
            ]
            verbs.write(category, texts, by=by)
        for child in sample.children:
            self._category(child, category, by=by)


HOUSE = Part("house", House().load, position=10)
