"""Every setting comes from the environment or from here; docs/operations.md lists the variables."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from newsroom.core.env import Environment, host_of, is_loopback
from newsroom.core.env_cdn import read_cdn
from newsroom.core.ops.logs import logging_config
from newsroom.core.secrets import demo_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(os.environ)
MODE = env.choice("NEWSROOM_MODE", "demo", ["demo", "production"])
DEMO = MODE == "demo"
DEBUG = env.flag("NEWSROOM_DEBUG", default=False)
if DEBUG and not DEMO:
    env.refuse("NEWSROOM_DEBUG", "Error pages with source code are for development; set it to 0 in production.")

# -- Where things are -------------------------------------------------------------------------------------------------
DATA_DIR = env.folder("NEWSROOM_DATA", BASE_DIR / "var")
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
OUTBOX_DIR = DATA_DIR / "outbox"
PORT = env.number("NEWSROOM_PORT", 8000, least=1, most=65535)
HOST = env.host("NEWSROOM_HOST", "127.0.0.1")
if DEMO and not is_loopback(HOST):
    env.refuse("NEWSROOM_HOST", "The demo answers on this machine only, its outbox is open to all; write 127.0.0.1.")
WEB_WORKERS = env.number("NEWSROOM_WEB_WORKERS", os.cpu_count() or 1, least=1, most=256)
SITE_URL = env.origin(
    "NEWSROOM_SITE_URL",
    f"http://127.0.0.1:{PORT}" if DEMO else "",
    required="" if DEMO else "Write the address that readers type, for example https://example.ma.",
)
_host = host_of(SITE_URL)
# The demo answers on this machine only, whatever the network: its outbox would be a door for everybody.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] if DEMO else [_host, f"www.{_host}"]
CSRF_TRUSTED_ORIGINS = [] if DEMO else [SITE_URL]
TRUSTED_PROXIES = env.number("NEWSROOM_TRUSTED_PROXIES", 0, least=0, most=5)
"""How many proxies of ours stand in front: so many last entries of X-Forwarded-For are believed."""

# -- Security ---------------------------------------------------------------------------------------------------------
SECRET_KEY = env.secret(
    "SECRET_KEY",
    demo_secret_key(DATA_DIR) if DEMO and not env.problems else "",
    required="" if DEMO else "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'.",
)
HTTPS = SITE_URL.startswith("https://")
if SITE_URL and not DEMO and not HTTPS:
    env.refuse("NEWSROOM_SITE_URL", "Production needs https://: passwords and sessions travel over it.")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "newsroom_session"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "newsroom_csrf"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "newsroom.core.desk.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the icon, which each page carries itself
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SESSION_ENGINE = "newsroom.core.accounts.sessions"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 24 * 3600

# -- Rooms ------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "newsroom.core",
    "newsroom.core.desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks_db",
    "csp",
    "crispy_forms",
    "django_prose_editor",
    "articles",
    "comments",
    "newsletter",
]
MIDDLEWARE = [
    "newsroom.core.ops.health.HealthMiddleware",
    "newsroom.core.ops.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.core.language.PathLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.core.accounts.middleware.StaffSessionMiddleware",
    "newsroom.core.desk.middleware.DeskMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.core.compat.csp_nonce",
            ]
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["crispy"]
CRISPY_TEMPLATE_PACK = "crispy"
"""Our own, in templates/crispy: what readers' forms look like."""
CRISPY_FAIL_SILENTLY = False
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- Storage ----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "db.sqlite3", seconds_kept=60)}
SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }
else:
    # A server that is gone without a word is noticed in seconds.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
    } | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES = {
    "default": {"BACKEND": "articles.pictures.storage.AtomicStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.[a-z0-9]+$|/looks-[0-9a-f-]+\.css$"
"""A hash of what is in it is in each name, as collectstatic and `articles.looks` write it."""
MEDIA_URL = "/media/"
STATICFILES_DIRS = [BASE_DIR / "static"]

# -- Stored pages -----------------------------------------------------------------------------------------------------
PAGE_STORE_MB = env.number("NEWSROOM_PAGE_STORE_MB", 512, least=0, most=1_000_000)
PAGE_STORE_DIR: Path | None = env.folder("NEWSROOM_PAGE_STORE", DATA_DIR / "pages") if PAGE_STORE_MB else None
"""None: every page is made anew for every reader."""
PAGE_CDN = read_cdn(env)
"""Who is told to forget what has changed; None: nobody."""
PAGE_CDN_KEYS = env.flag("NEWSROOM_CDN_KEYS", default=PAGE_CDN is not None)
if PAGE_CDN and not PAGE_CDN_KEYS:
    env.refuse("NEWSROOM_CDN_KEYS", "The CDN forgets by the pages' keys: leave it out, or remove NEWSROOM_CDN.")

# -- Background work and mail -----------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TASK_BEAT_SECONDS: float = 3
"""A worker says so often that it lives; one whose beat stands still for TASK_LOST_SECONDS loses its tasks."""
TASK_LOST_SECONDS: float = 20
EMAIL_BACKEND = "newsroom.core.outbox.OutboxBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
if not DEMO:
    env.text("EMAIL_URL", required="Write smtp+tls://user:password@mail.example.ma:587.")
    globals().update(env.smtp("EMAIL_URL"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.email(
    "NEWSROOM_MAIL_FROM",
    "redaction@demo.example" if DEMO else "",
    required="" if DEMO else "Write the address that mails come from, for example redaction@example.ma.",
)

# -- Languages and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.zone("NEWSROOM_TIME_ZONE", "Africa/Casablanca")
"""Of the newsroom: in it times are typed, told and midnight comes."""
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["newsroom.core.formats"]
ARABIC_DIGITS = env.choice("NEWSROOM_ARABIC_DIGITS", "western", ("western", "arabic"))
"""Of Arabic pages: 123, as Morocco writes, or ١٢٣."""

LOGGING = logging_config(demo=DEMO)
SILENCED_SYSTEM_CHECKS: list[str] = []
env.settle()
