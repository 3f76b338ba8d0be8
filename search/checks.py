"""System checks of search: the database, the server, and an index that has to be built."""

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import Error as DatabaseError

from soskes_wagtail.search.analysis import analysis_version


@checks.register("soskes")
def check_database(**kwargs) -> list[checks.CheckMessage]:
    """E006: search runs on SQLite with FTS5 and on PostgreSQL."""
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    if vendor in ("sqlite", "postgresql"):
        return []
    return [
        checks.Error(
            f"SosKes search does not run on {vendor}.",
            hint="Use SQLite or PostgreSQL, or leave soskes_wagtail.search out.",
            id="soskes_wagtail.E006",
        )
    ]


@checks.register("soskes")
def check_server(**kwargs) -> list[checks.CheckMessage]:
    """E008: the search server that the host has chosen can be used."""
    from soskes_wagtail.search.server.backend import chosen_backend, problem

    try:
        name = chosen_backend()
    except ImproperlyConfigured:
        return []  # reported by check_settings
    wrong = problem(name) if name else ""
    if not wrong:
        return []
    return [
        checks.Error(
            f"{wrong} SosKes searches in the database instead.",
            hint=(
                "SOSKES['SEARCH_BACKEND'] names an entry of WAGTAILSEARCH_BACKENDS with an "
                "Elasticsearch or OpenSearch backend; its client comes with `pip install "
                "soskes-wagtail[elasticsearch]` or `[opensearch]`, in the version of the server. "
                "'database' means no server."
            ),
            id="soskes_wagtail.E008",
        )
    ]


@checks.register(checks.Tags.database)
def check_server_index(databases=None, **kwargs) -> list[checks.CheckMessage]:
    """W007: the search server has an index of everything."""
    from soskes_wagtail.search.models import IndexState
    from soskes_wagtail.search.server.backend import get_server

    if not databases or DEFAULT_DB_ALIAS not in databases:
        return []
    try:
        server = get_server()
        if server is None or IndexState.objects.filter(server=server.signature).exists():
            return []
    except (DatabaseError, ImproperlyConfigured):
        return []
    return [
        checks.Warning(
            "The index on the search server has not been built: SosKes searches in the database.",
            hint="Run `manage.py soskes_check_search`.",
            id="soskes_wagtail.W007",
        )
    ]


@checks.register(checks.Tags.database)
def check_index(databases=None, **kwargs) -> list[checks.CheckMessage]:
    """W006: the index was built with the analysis that queries are made with. Asks the database,
    so that it runs with ``check --database default`` and with ``migrate``."""
    from soskes_wagtail.search.models import IndexState

    if not databases or DEFAULT_DB_ALIAS not in databases:
        return []
    try:
        state = IndexState.objects.filter(pk=1).first()
        stale = state is not None and state.analysis != analysis_version()
    except (DatabaseError, ImproperlyConfigured):
        return []  # not migrated yet, or reported by check_settings
    if not stale:
        return []
    return [
        checks.Warning(
            "The search index was built with another engine or dictionary than is used now.",
            hint="Run `manage.py soskes_rebuild_search`.",
            id="soskes_wagtail.W006",
        )
    ]
