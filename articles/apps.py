from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        # Models can be imported from here on only.
        from articles import checks  # noqa: F401  # checks register themselves
        from articles.categories import desk
        from articles.demo.house import HOUSE
        from articles.demo.parts import parts
        from newsroom.core import audit, registry

        audit.declare(**desk.VERBS)
        audit.name_families(**desk.FAMILIES)
        registry.places.register(desk.PLACE)
        registry.pointers.register(desk.POINTER)
        for panel in desk.PANELS:
            registry.panels.register(panel)
        parts.register(HOUSE)
