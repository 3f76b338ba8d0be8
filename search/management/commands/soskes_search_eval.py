from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from soskes_wagtail.conf import app_settings
from soskes_wagtail.search.analysis import get_analyzer
from soskes_wagtail.search.evaluation import BadSet, evaluate
from soskes_wagtail.search.server.backend import ServerAway, chosen_backend


class Command(BaseCommand):
    help = (
        "Runs a set of queries on the configured engine and prints micro precision, recall and "
        "F1 of the precise step. Example: manage.py soskes_search_eval queries.json --verbose"
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="file", help="JSON")
        parser.add_argument("--verbose", action="store_true", help="name what went wrong")

    def handle(self, *args, files, verbose, **options):
        engine = getattr(get_analyzer("fi"), "engine", None)
        name = chosen_backend()
        searched = f"search server {name!r}" if name else f"database {connection.vendor}"
        self.stdout.write(
            f"{searched}, Finnish by {engine.name if engine else 'snowball'} "
            f"(wanted: {', '.join(app_settings.FINNISH_ENGINE)})"
        )
        for file in files:
            try:
                score = evaluate(file)
            except (BadSet, ServerAway) as error:
                raise CommandError(str(error)) from error
            if verbose:
                self._errors(score)
            self.stdout.write(
                f"{file.name}: {len(score.results)} queries, precision {score.precision:.3f}, "
                f"recall {score.recall:.3f}, F1 {score.f1:.3f}, first hit right "
                f"{score.first_right:.3f}"
            )

    def _errors(self, score):
        for one in score.results:
            missing, extra = one.relevant - one.found, one.found - one.relevant
            if missing or extra:
                self.stdout.write(
                    f"  {one.query} ({one.language}): missing {sorted(missing)}, "
                    f"extra {sorted(extra)}"
                )
