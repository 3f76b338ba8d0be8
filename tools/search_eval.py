"""Run ``soskes_search_eval`` on an empty database made for it and dropped afterwards.

``DATABASE=postgresql`` (or ``TEST_DATABASE``) chooses the database, ``FINNISH_ENGINE`` the
analysis, ``SEARCH_ENGINE=opensearch`` (or ``elasticsearch``) a search server, started for it.
"""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "testproject.settings")


def main(files: list[str]) -> int:
    with search_server():
        return evaluated(files)


def evaluated(files: list[str]) -> int:
    import django
    from django.conf import settings

    if engine := os.environ.get("FINNISH_ENGINE"):
        settings.SOSKES = {**settings.SOSKES, "FINNISH_ENGINE": engine.split(",")}
    database = settings.DATABASES["default"]
    # Beside a test run, whose database has the usual name.
    database["TEST"] = {"NAME": None if "sqlite" in database["ENGINE"] else f"eval_{os.getpid()}"}
    django.setup()
    from django.core.management import CommandError, call_command
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        call_command("soskes_search_eval", *files, verbose=bool(os.environ.get("VERBOSE")))
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        teardown_databases(made, verbosity=0)
    return 0


@contextmanager
def search_server():
    """The server that ``SEARCH_ENGINE`` names, as a host would have it in its settings."""
    from django.conf import settings
    from support.search_server import backend, running

    name = os.environ.get("SEARCH_ENGINE", "")
    if not name:
        yield
        return
    with running(name) as server:
        entry = {name: backend(name, server.url)}
        settings.WAGTAILSEARCH_BACKENDS = settings.WAGTAILSEARCH_BACKENDS | entry
        settings.SOSKES = {**settings.SOSKES, "SEARCH_BACKEND": name}
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
