"""The demo's settings, on the database that ``BENCH_DATABASE`` names."""

import os

from medikes.settings import *  # noqa: F403
from medikes.settings import INSTALLED_APPS

DEBUG = False
if os.environ.get("BENCH_DATABASE") == "postgresql":
    INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.postgres"]  # Wagtail's search needs it
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["PGDATABASE"],
            "USER": os.environ.get("PGUSER", ""),
            "PASSWORD": os.environ.get("PGPASSWORD", ""),
            "HOST": os.environ["PGHOST"],
            "PORT": os.environ.get("PGPORT", ""),
        }
    }
