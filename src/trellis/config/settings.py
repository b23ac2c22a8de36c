"""Django's settings for one place. Everything that differs between places comes from the environment.

TRELLIS_DATA      the folder that holds all of a place's data (default: .data in the project)
DATABASE_URL      postgres://... to use PostgreSQL in the place of SQLite
TRELLIS_URL       the public address, such as https://clacton.example (default: http://localhost)
TRELLIS_HOSTS     further host names this server answers to, with commas between
TRELLIS_MAIL      smtp://user:password@host:587 (smtps:// for TLS from the start); without it letters are written to files
TRELLIS_MAIL_FROM the sender of letters
TRELLIS_BEHIND_PROXY=1  a proxy in front sets X-Forwarded-Proto, and is trusted
TRELLIS_FOLLOW_PRIVATE=1  lists on this machine and in private networks may be followed; only for trying out
TRELLIS_SIGN_UP   closed: only people who are given an account have one (default: open, anybody makes one when signing in)
TRELLIS_DEBUG=1   show errors in the browser; never on a public server
TRELLIS_LANGUAGES codes of the languages to offer, with commas between (default: all whose words are complete)
TRELLIS_PLACE_*   NAME, CENTRE ("lat,lon"), COUNTRY, TIME_ZONE of the place; TRELLIS_CURRENCY
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from trellis.config import database, engine, headers, keys, logs, mail
from trellis.config.signin import *  # noqa: F403
from trellis.config.signin import SIGNIN_APPS, SIGNIN_MIDDLEWARE
from trellis.core.texts import catalogues

engine.use_best_engine()

PACKAGE = Path(__file__).resolve().parent.parent
PROJECT = PACKAGE.parent.parent
TRELLIS_DATA = Path(os.environ.get("TRELLIS_DATA") or PROJECT / ".data").resolve()
keys.private_folder(TRELLIS_DATA)
SECRETS_DIR = TRELLIS_DATA / "secrets"
MEDIA_ROOT = TRELLIS_DATA / "files"

DEBUG = os.environ.get("TRELLIS_DEBUG") == "1"
SECRET_KEY = keys.read_or_make(SECRETS_DIR / "django.key")

# The place

PLACE_NAME = os.environ.get("TRELLIS_PLACE_NAME", "Tendring")
PLACE_COUNTRY = os.environ.get("TRELLIS_PLACE_COUNTRY", "GB")
PLACE_TIME_ZONE = os.environ.get("TRELLIS_PLACE_TIME_ZONE", "Europe/London")
CURRENCY = os.environ.get("TRELLIS_CURRENCY", "GBP")
FOLLOW_PRIVATE = os.environ.get("TRELLIS_FOLLOW_PRIVATE") == "1"
try:
    _latitude, _longitude = os.environ.get("TRELLIS_PLACE_CENTRE", "51.79,1.15").split(",")
    PLACE_CENTRE = (float(_latitude), float(_longitude))
except ValueError as error:
    raise ImproperlyConfigured('TRELLIS_PLACE_CENTRE must be "latitude,longitude", such as "51.79,1.15"') from error
NAVIGATION = [
    ("find", _("Find")),
    ("meetings", _("Meetings")),
    ("calendar", _("What’s on")),
    ("exchange", _("Ask and offer")),
    ("who-does-what", _("Who does what")),
    ("help-now", _("Help now")),
]
WORRY_PAGE = "worry-new"

# What every page announces to programs: the name of the address, its type and its title; and what its foot leads people to.
ANNOUNCED = [("feeds-meetings-json", "application/json", "Meetings Feed")]
FOOT = [("people-privacy", _("What we keep of people")), ("feeds-use-our-data", _("Use our data"))]
CALENDAR_OF_SERVICE = "feeds-service-ics"
CALENDARS_OF_GATHERINGS = {
    "town": "feeds-gatherings-ics",
    "group": "feeds-group-ics",
    "location": "feeds-location-ics",
    "series": "feeds-series-ics",
    "gathering": "feeds-gathering-ics",
    "mine": "feeds-my-ics",
}
# Under which licence others may use the directory: its name and where it stands.
OPEN_DATA_LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")

# Addresses

TRELLIS_URL = os.environ.get("TRELLIS_URL", "http://localhost").rstrip("/")
SECURE = TRELLIS_URL.startswith("https://")
_public_host = urlsplit(TRELLIS_URL).hostname or "localhost"
_more_hosts = [host.strip() for host in os.environ.get("TRELLIS_HOSTS", "").split(",") if host.strip()]
ALLOWED_HOSTS = list(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", _public_host, *_more_hosts]))
ROOT_URLCONF = "trellis.config.urls"
WSGI_APPLICATION = "trellis.config.wsgi.application"
APPEND_SLASH = True

# Parts, from the top down; an app's place in the list is its place in the dependency order

INSTALLED_APPS = [
    "trellis.interfaces.web",
    "trellis.interfaces.feeds",
    "trellis.interfaces.api",
    "trellis.interfaces.cli",
    "trellis.apps.gatherings",
    "trellis.apps.exchange",
    "trellis.apps.commitments",
    "trellis.apps.directory",
    "trellis.apps.talk",
    "trellis.apps.people",
    "trellis.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    *SIGNIN_APPS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trellis.config.compression.compressed_pages",
    "csp.middleware.CSPMiddleware",
    "trellis.config.headers.privacy_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "trellis.core.actions.middleware.ActingMiddleware",
    *SIGNIN_MIDDLEWARE,
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "core/ui/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trellis.core.ui.context.page",
            ],
        },
    }
]
AUTH_USER_MODEL = "core.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

# Data

SQLITE_JOURNAL_MODE = engine.journal_mode()
DATABASES = database.databases(os.environ.get("DATABASE_URL", ""), TRELLIS_DATA)
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")
# In the database, because rate limits and codes must be seen by every worker.
# Counts of tries lie in it: with Django's 300 entries a few hundred visitors would push each other's counts out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "trellis_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Files that pages are made of

STATIC_URL = "static/"
STATIC_ROOT = TRELLIS_DATA / "static"
STATICFILES_DIRS = [PACKAGE / "core/ui/static"]
_as_they_are = "django.contrib.staticfiles.storage.StaticFilesStorage"
_hashed_and_compressed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _as_they_are if DEBUG else _hashed_and_compressed},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# Security

CONTENT_SECURITY_POLICY = headers.CONTENT_SECURITY_POLICY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
if SECURE:
    SESSION_COOKIE_NAME, SESSION_COOKIE_SECURE = "__Host-session", True
    CSRF_COOKIE_NAME, CSRF_COOKIE_SECURE = "__Host-csrf", True
    LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = os.environ.get("TRELLIS_BEHIND_PROXY") == "1"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    CSRF_TRUSTED_ORIGINS = [TRELLIS_URL]
if os.environ.get("TRELLIS_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Words and times

USE_I18N = True
USE_TZ = True
TIME_ZONE = PLACE_TIME_ZONE
LANGUAGE_CODE = "en"
LOCALE_PATHS = [PROJECT / "locale"]
# A language is offered once its words are complete: a page in English under the name of another language would be read out wrongly.
_LANGUAGES = {"en": _("English"), "es": _("Spanish"), "ar": _("Arabic")}
LANGUAGES = catalogues.offered(_LANGUAGES, LOCALE_PATHS[0], asked=os.environ.get("TRELLIS_LANGUAGES", ""))
TRANSLATIONS_PAGE = "about"
FORMAT_MODULE_PATH = ["trellis.config.formats"]

# Letters and logs

vars().update(mail.mail_settings(os.environ.get("TRELLIS_MAIL", ""), outbox=TRELLIS_DATA / "outbox"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("TRELLIS_MAIL_FROM", f"Trellis <noreply@{_public_host}>")
LOGGING = logs.logging_settings(debug=DEBUG)
