"""Run ``soskes_search_eval`` on an empty database made for it and dropped afterwards.

``DATABASE=postgresql`` (or ``TEST_DATABASE``) chooses the database, ``FINNISH_ENGINE`` the engine.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "testproject.settings")


def main(files: list[str]) -> int:
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
