from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        # Models can be imported from here on only.
        from articles.demo.parts import parts
        from newsletter import desk
        from newsletter.demo import NEWSLETTER

        desk.register()
        parts.register(NEWSLETTER)
