from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        # Models can be imported from here on only.
        from articles.demo.parts import parts  # noqa: PLC0415
        from comments import desk  # noqa: PLC0415
        from comments.demo import COMMENTS  # noqa: PLC0415

        desk.register()
        parts.register(COMMENTS)
