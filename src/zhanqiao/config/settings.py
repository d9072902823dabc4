"""Django's settings, derived from the ``ZHANQIAO_*`` environment (see ``kit.environment``)."""

from __future__ import annotations

import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhanqiao.config import database, security
from zhanqiao.kit.environment import home, value

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
NODE = CHECKOUT / "node_modules"
HOME = home()
TESTING = "pytest" in sys.modules

DEBUG = value("DEBUG")
SECRET_KEY = security.secret_key(home=HOME)
ALLOWED_HOSTS = [name.strip() for name in value("ALLOWED_HOSTS").split(",") if name.strip()]
CSRF_TRUSTED_ORIGINS = [value("SITE_URL")] if value("SITE_URL") else []

INSTALLED_APPS = [
    "zhanqiao.kit",
    "zhanqiao.people",
    "zhanqiao.data_center",
    "zhanqiao.core_services",
    "zhanqiao.portal",
    "zhanqiao.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zhanqiao.people.accounts.sessions.SessionLimits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zhanqiao.kit.problems.Problems",
]
ROOT_URLCONF = "zhanqiao.config.urls"
WSGI_APPLICATION = "zhanqiao.config.wsgi.application"
DATABASES = {"default": database.connection(home=HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "my_place:login"
LOGIN_REDIRECT_URL = "workbench:home"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "kit/ui/templates", *sorted(PACKAGE.glob("*/*/templates"))],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "zhanqiao.kit.ui.tags",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhanqiao.kit.ui.context.site",
                "zhanqiao.people.access.context.card",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [CHECKOUT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [
    PACKAGE / "kit/ui/static",
    *sorted(path for path in PACKAGE.glob("*/*/static") if path.parent.name != "ui"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "zhanqiao.kit.ui.packages.PackageFinder",
]
NODE_FILES = {  # what pages load of npm packages; their maps because the hashed names are written into the files
    f"vega/{path.rpartition('/')[2]}": path
    for path in (
        "vega/build/vega.min.js",
        "vega-lite/build/vega-lite.min.js",
        "vega-lite/build/vega-lite.min.js.map",
        "vega-interpreter/build/vega-interpreter.js",
        "vega-interpreter/build/vega-interpreter.js.map",
    )
}
NODE_FILES |= {
    f"maplibre/{name}": f"maplibre-gl/dist/{name}"
    for name in ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
MEDIA_ROOT = HOME / "media"
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a page of the dictionary: 200 columns of 5 fields, tables of 3

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

SESSION_COOKIE_AGE = value("SESSION_IDLE_MINUTES") * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = value("SITE_URL").startswith("https://")
CSRF_FAILURE_VIEW = "zhanqiao.kit.problems.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS: list[str] = []
EMAIL_HOST, EMAIL_PORT = value("SMTP_HOST"), value("SMTP_PORT")
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = value("SMTP_USER"), value("SMTP_PASSWORD")
EMAIL_USE_TLS, EMAIL_USE_SSL = value("SMTP_SECURITY") == "starttls", value("SMTP_SECURITY") == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = value("MAIL_FROM") or value("SITE_EMAIL") or "zhanqiao@localhost"
LOGGING_CONFIG = "zhanqiao.config.logs.configure"
LOGGING = {"level": "INFO", "to_file": not TESTING}
