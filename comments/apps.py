from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        # Models can be imported from here on only.
        from articles.demo.parts import parts
        from comments import desk
        from comments.demo import COMMENTS

        desk.register()
        parts.register(COMMENTS)
