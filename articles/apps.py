from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        # Models can be imported from here on only.
        from articles import checks  # noqa: F401  # checks register themselves
        from articles.categories import desk
        from articles.demo.house import HOUSE
        from articles.demo.pages import PAGES
        from articles.demo.parts import parts
        from articles.demo.stories import STORIES
        from articles.ledger import constraints, words
        from articles.ledger import desk as ledger
        from articles.notes import desk as notes
        from articles.office import desk as office
        from articles.pictures import desk as pictures
        from articles.preflight import desk as preflight
        from articles.recurring import desk as recurring
        from articles.reports import desk as reports
        from articles.reviewing import desk as reviewing
        from articles.sittings import desk as sittings
        from articles.translations import desk as translations
        from articles.workflow import desk as workflow
        from newsroom.core import audit, registry

        audit.declare(**desk.VERBS, **words.VERBS)
        audit.name_families(**desk.FAMILIES, **words.FAMILIES)
        registry.places.register(desk.PLACE)
        registry.pointers.register(desk.POINTER)
        for panel in desk.PANELS:
            registry.panels.register(panel)
        own = (ledger, pictures, office, sittings, notes, preflight, workflow)
        for room in (*own, recurring, reviewing, translations, reports):
            room.register()
        parts.register(HOUSE)
        parts.register(STORIES)
        parts.register(PAGES)
        post_migrate.connect(constraints.install, sender=self)
