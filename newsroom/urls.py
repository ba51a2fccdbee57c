from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from articles.pictures import media
from newsroom.core import outbox
from newsroom.core.ops import health

handler400 = "newsroom.core.desk.errors.bad_request"
handler403 = "newsroom.core.desk.errors.permission_denied"
handler404 = "newsroom.core.desk.errors.not_found"
handler500 = "newsroom.core.desk.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns += outbox.urlpatterns + media.urlpatterns
urlpatterns += [path("", include("articles.site"))]
urlpatterns += i18n_patterns(
    path("", include("comments.urls")),
    path("", include("newsletter.urls")),
    path("", include("articles.urls")),
    prefix_default_language=False,
)
