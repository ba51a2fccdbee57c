from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        # Models can be imported from here on only.
        from articles.ledger import constraints  # noqa: PLC0415
        from newsroom.core import audit  # noqa: PLC0415

        audit.declare(
            article_published=_("%(actor)s published %(target)s."),
            article_planned=_("%(actor)s planned the publication of %(target)s."),
            article_cancelled=_("%(actor)s cancelled a planned publication of %(target)s."),
            article_held=_("A planned change of %(target)s collided with a newer version and waits for a decision."),
            article_end=_("%(actor)s changed the end date of %(target)s."),
            article_withdrawn=_("%(actor)s withdrew %(target)s."),
            article_reinstated=_("%(actor)s reinstated %(target)s."),
        )
        post_migrate.connect(constraints.install, sender=self)
