import json

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.access import Viewer
from soskes_wagtail.search.services.query import Asked, search
from soskes_wagtail.search_sources import search_sources

#: All pages of results in one list; nobody reads further.
MOST = 1_000


class Command(BaseCommand):
    help = (
        "Shows what the search page would show somebody. "
        "Example: manage.py soskes_search lastensuojelu --user lukija --json"
    )

    def add_arguments(self, parser):
        parser.add_argument("query", help="what to search for")
        parser.add_argument("--user", default="", help="user name; default: nobody logged in")
        parser.add_argument("--language", default="fi", choices=["fi", "sv", "en"])
        parser.add_argument("--kind", default="", help="only hits of this kind, for example page")
        parser.add_argument(
            "--precise", action="store_true", help="no widened search where nothing is found"
        )
        parser.add_argument("--json", action="store_true", help="print a list of objects")

    def handle(self, *args, query, user, language, kind, precise, **options):
        known = [source.kind for source in search_sources()]
        if kind and kind not in known:
            raise CommandError(
                _("There is no kind %(kind)s. Known: %(known)s.")
                % {"kind": kind, "known": ", ".join(known)}
            )
        asked = Asked(query, language, kind=kind, page_size=MOST, precise=precise)
        with override(language):
            results = search(Viewer(_user(user)), asked)
        if options["json"]:
            rows = [{"kind": hit.kind, "title": hit.title, "url": hit.url} for hit in results.hits]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        if results.widened:
            self.stdout.write(_("Widened search: %(step)s") % {"step": results.widened})
        for hit in results.hits:
            self.stdout.write(f"{hit.kind}\t{hit.title}\t{hit.url}")


def _user(name: str):
    if not name:
        return AnonymousUser()
    user = (
        get_user_model()._default_manager.filter(**{get_user_model().USERNAME_FIELD: name}).first()
    )
    if user is None:
        raise CommandError(_("There is no user %(name)s.") % {"name": name})
    return user
