import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.core.ops.kin import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
# Set by our own server only: under another one the parent may be a thread that comes and goes.
if parent := os.environ.get("WEB_PARENT"):
    end_with_parent(int(parent))
django = get_wsgi_application()

from newsroom.core.pagestore.front import fronted  # noqa: E402  # it knows views, which are there by now

application = django if settings.DEBUG else fronted(django, serves=bool(parent))
