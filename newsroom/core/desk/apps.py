from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "newsroom.core.desk.site.DeskSite"

    def ready(self) -> None:
        # Models can be imported from here on only.
        from newsroom.core.desk import setup

        super().ready()
        setup.register()
