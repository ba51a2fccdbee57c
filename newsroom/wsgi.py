import os

from django.core.wsgi import get_wsgi_application

from newsroom.core.ops.kin import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
# Set by our supervisor only: under another server the parent may be a thread that comes and goes.
if os.environ.get("SUPERVISED_WEB"):
    end_with_parent()
application = get_wsgi_application()
