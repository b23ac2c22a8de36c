"""The settings of the test suite: the real ones, with data in a folder that goes away at the end."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="trellis-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["TRELLIS_DATA"] = _folder
# The browser tests drive their own event loop, beside which Django would refuse all database work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Languages whose words are not complete yet are tried too, for right-to-left pages and for words that must not break.
os.environ["TRELLIS_LANGUAGES"] = "en,es,ar"
for _name in ("TRELLIS_URL", "TRELLIS_HOSTS", "TRELLIS_DEBUG", "TRELLIS_MAIL", "TRELLIS_BEHIND_PROXY", "TRELLIS_SIGN_UP"):
    os.environ.pop(_name, None)

from trellis.config.settings import *  # noqa: E402, F403 (the environment comes first)
from trellis.config.settings import STORAGES  # noqa: E402

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
UI_GALLERY = True
COUNTS_WRITTEN_EVERY = 0
