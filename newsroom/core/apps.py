from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "newsroom.core"
    label = "core"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        # Models can be imported from here on only.
        from newsroom.core import append_only, audit, checks, roles  # noqa: F401  # checks register themselves
        from newsroom.core.accounts import records
        from newsroom.core.pagestore import desk as pages_desk
        from newsroom.core.pagestore import maintenance as pages
        from newsroom.core.tasks import setup as tasks

        audit.declare(**audit.CORE_VERBS)
        tasks.register()
        pages.register()
        pages_desk.register()
        audit.name_families(**audit.CORE_FAMILIES)
        records.register()
        post_migrate.connect(roles.sync_roles, sender=self)
        post_migrate.connect(append_only.guard_audit_trail, sender=self)
