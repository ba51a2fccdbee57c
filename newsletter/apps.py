from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        # Models can be imported from here on only.
        from articles.demo.parts import parts  # noqa: PLC0415
        from newsletter import desk  # noqa: PLC0415
        from newsletter.demo import NEWSLETTER  # noqa: PLC0415

        desk.register()
        parts.register(NEWSLETTER)
