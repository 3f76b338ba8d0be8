import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from soskes_wagtail.search.index.engine import get_engine
from soskes_wagtail.search.index.rebuild import rebuild
from soskes_wagtail.search.index.update import indexed_sources

WIDTH = 30


class Command(BaseCommand):
    help = (
        "Builds the search index anew, in batches; search goes on working meanwhile. Due after "
        "a new engine or dictionary. Example: manage.py soskes_rebuild_search --kind contact"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--kind", action="append", default=[], help="only this kind; may be repeated"
        )
        parser.add_argument(
            "--processes", type=int, default=None, help="analyse in so many processes at once"
        )

    def handle(self, *args, kind, processes, verbosity, **options):
        known = [source.kind for source in indexed_sources()]
        for one in kind:
            if one not in known:
                raise CommandError(
                    _("There is no kind %(kind)s. Known: %(known)s.")
                    % {"kind": one, "known": ", ".join(known)}
                )
        if processes is not None and processes < 1:
            raise CommandError(_("At least one process is needed."))
        shows_bar = verbosity > 0 and self.stdout.isatty()
        start = time.monotonic()
        written = rebuild(kind, progress=self._bar if shows_bar else _silent, processes=processes)
        if verbosity:
            seconds = time.monotonic() - start
            self.stdout.write(
                _("%(count)s entries in %(seconds)s s.")
                % {"count": written, "seconds": f"{seconds:.1f}"}
            )

        if get_engine().repair() < 0:
            raise CommandError(
                _("The search server does not answer: its index is not built, the database's is.")
            )

    def _bar(self, kind: str, done: int, total: int) -> None:
        full = WIDTH * done // total if total else WIDTH
        self.stdout.write(
            f"\r{kind:<16} [{'#' * full}{'.' * (WIDTH - full)}] {done}/{total}",
            ending="\n" if done >= total else "",
        )
        self.stdout.flush()


def _silent(kind: str, done: int, total: int) -> None:
    return
