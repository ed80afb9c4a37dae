"""Django settings. What an operator may change comes from the environment; see ``docs/operations.md``."""

from madoguchi.config import databases
from madoguchi.config.defence import (  # noqa: F401 - settings by being here
    CONTENT_SECURITY_POLICY,
    HTTPS,
    LOGGING,
    MADOGUCHI_DESK,
    MADOGUCHI_LARGEST_FROM_DESK,
    MADOGUCHI_LARGEST_FROM_STREET,
    MADOGUCHI_LIMITS,
    MADOGUCHI_PERMISSIONS_POLICY,
    MADOGUCHI_PROXIES,
    MADOGUCHI_UPLOADS,
    SECURE_CONTENT_TYPE_NOSNIFF,
    SECURE_CROSS_ORIGIN_OPENER_POLICY,
    SECURE_HSTS_INCLUDE_SUBDOMAINS,
    SECURE_HSTS_SECONDS,
    SECURE_PROXY_SSL_HEADER,
    SECURE_REDIRECT_EXEMPT,
    SECURE_REFERRER_POLICY,
    SECURE_SSL_REDIRECT,
    X_FRAME_OPTIONS,
)
from madoguchi.config.environment import ROOT, data_folder, flag, keys_folder, text
from madoguchi.foundation.registry import installed_apps
from madoguchi.foundation.towns.secrets import secret_key

DATA = data_folder()
DEBUG = flag("DEBUG")
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = [".localhost", "127.0.0.1", "[::1]", *text("ALLOWED_HOSTS").split()]
MADOGUCHI_DEMO = flag("DEMO", default=True)
# Published and printed at each start: the demo's people are invented, and so are its secrets.
MADOGUCHI_DEMO_PASSWORD = text("DEMO_PASSWORD", "madoguchi-demo-2026")
DEFAULT_TOWN = text("TOWN", "yotsukaido")
# Names that are no town's own and open the default town, as every bare IP number does.
MADOGUCHI_DEFAULT_HOSTS = {"localhost", *text("DEFAULT_HOSTS").lower().split()}

# One schema a town: everything that belongs to a town is a tenant app, also users, content types and Wagtail.
SHARED_APPS = ["django_tenants", "madoguchi.foundation.towns", "procrastinate.contrib.django"]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "madoguchi.foundation.access",
    "madoguchi.foundation.login",
    "madoguchi.foundation.audit",
    "madoguchi.foundation.defence",
    "madoguchi.foundation.jobs",
    "madoguchi.foundation.numbering",
    "madoguchi.foundation.vault",
    "madoguchi.foundation.exports",
    "madoguchi.foundation.web",
    *installed_apps(),
    "madoguchi.doors.desk",
    "madoguchi.doors.portal",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS, "django.contrib.staticfiles"]
TENANT_MODEL = "towns.Town"
TENANT_DOMAIN_MODEL = "towns.Domain"
TENANT_LIMIT_SET_CALLS = True
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {
    "default": {
        **databases.present(),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
# The role that serves: it owns nothing, see foundation/towns/grants.py.
APPLICATION_DATABASE = databases.application()
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TEST_RUNNER = "django.test.runner.DiscoverRunner"

MIDDLEWARE = [
    "madoguchi.foundation.defence.proxy.ProxyMiddleware",
    "madoguchi.foundation.defence.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "madoguchi.foundation.defence.errors.ErrorPageMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "madoguchi.foundation.towns.middleware.TownMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "madoguchi.foundation.defence.sizes.SizeMiddleware",
    "madoguchi.foundation.defence.nulls.NullMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "madoguchi.foundation.access.middleware.ActorMiddleware",
    "madoguchi.foundation.login.middleware.DeskSessionMiddleware",
    "madoguchi.doors.desk.middleware.OwnDoorsMiddleware",
]
ROOT_URLCONF = "madoguchi.config.urls"
WSGI_APPLICATION = "madoguchi.config.wsgi.application"
AUTHENTICATION_BACKENDS = ["madoguchi.foundation.access.backends.RoleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "madoguchi.foundation.login.passwords.GuessableValidator"},
]
LOGIN_URL = "login:enter"
# In service every member of staff has a passkey; in the demo it is offered.
PASSKEY_REQUIRED = flag("PASSKEY_REQUIRED", default=not MADOGUCHI_DEMO)
DESK_IDLE_MINUTES = float(text("DESK_IDLE_MINUTES", "10"))
DESK_HOURS = 12
# The prefix binds a cookie to this very host: no other host of the domain can plant or read it.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}device"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = DESK_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "madoguchi.foundation.web.views.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "madoguchi.foundation.web.context.town",
                "madoguchi.foundation.login.context.session",
                "madoguchi.doors.desk.context.menu",
            ],
        },
    }
]

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English"), ("zh-hans", "中文"), ("ko", "한국어")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語"), ("en", "English")]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = USE_I18N = True

NODE_MODULES = ROOT / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
MEDIA_URL = "/files/"
AUDIT_FOLDER = DATA / "audit"
# Whoever confirms the hour of the audit's stamps (RFC 3161), and the certificates to believe them by.
TSA_URL = text("TSA_URL")
TSA_CERTIFICATES = text("TSA_CERTIFICATES")
KEYS_ROOT = keys_folder()
STATICFILES_DIRS = [
    ("vendor/tokens", NODE_MODULES / "@digital-go-jp" / "design-tokens" / "dist"),
    ("vendor/htmx", NODE_MODULES / "htmx.org" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "madoguchi.foundation.towns.storage.TownStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# A message may name an act: it stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

WAGTAIL_SITE_NAME = "窓口"
WAGTAILADMIN_BASE_URL = text("BASE_URL", "http://localhost:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = False
# Nothing that runs in a browser is a picture or a document; a document is saved, never shown in our origin.
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "gif", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = MADOGUCHI_UPLOADS["image"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = MADOGUCHI_UPLOADS["pixels"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "madoguchi.doors.desk.uploads.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "txt"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "madoguchi.doors.desk.uploads.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Without a mail server nothing is sent; what staff must know is also told at their next log-in.
EMAIL_HOST = text("EMAIL_HOST")
EMAIL_PORT = int(text("EMAIL_PORT", "25"))
EMAIL_USE_TLS = flag("EMAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("EMAIL_FROM", "madoguchi@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
