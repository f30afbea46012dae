"""Settings of the tests: as in production, with a cheap password hasher and a data folder of their own."""

import os
import tempfile

os.environ.setdefault("HUIWU_DATA", tempfile.mkdtemp(prefix="huiwu-test-"))

from huiwu.config.settings import *  # noqa: E402,F403  # everything as in production

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "huiwu.foundation.sqlite":  # noqa: F405  # from the star import
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["HUIWU_DATA"], "test.sqlite3")}  # noqa: F405  # from the settings imported whole
