"""What a search server is told of what people save, and what happens while it is away.

With real commits, so apart from the tests in which SosKes is installed.
"""

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Statute
from soskes_wagtail.search.analysis.query import precise, query_words
from soskes_wagtail.search.index.check import check
from soskes_wagtail.search.index.engine import Ranking, Scope, database_engine
from soskes_wagtail.search.index.update import update_objects
from soskes_wagtail.search.models import IndexState, PendingUpdate, SearchDocument, ServerChange
from soskes_wagtail.search.server import build, outage, queries
from soskes_wagtail.search.server.backend import get_server
from soskes_wagtail.search.server.changes import action
from soskes_wagtail.search.server.documents import documents
from soskes_wagtail.search.services.query import Asked, search
from soskes_wagtail.search_sources import search_sources

pytestmark = pytest.mark.xdist_group("search-server")


def scope():
    return Scope(frozenset({"public"}), (), timezone.now())


def found(text, **options):
    return search(Viewer(AnonymousUser()), Asked(text, "fi", **options))


@pytest.fixture
def committed(chosen_server, transactional_db):
    """Statutes that are really saved, and an index on the server that has what there is."""
    for number in range(3):
        Statute.objects.create(number=str(number), year=1950, title_fi=f"Zebralaki {number}")
    assert check().server == 0
    yield chosen_server
    if not chosen_server.answers():
        chosen_server.start()
    outage.forget()
    get_server().delete()


def on_the_server(text):
    """Ids that the server itself finds, however the engine would answer."""
    query = precise(query_words(text, "fi"))
    get_server().refresh()
    body = queries.found(query, scope(), Ranking()) | {"size": 100}
    return {hit["_source"]["object_id"] for hit in get_server().search(body)["hits"]["hits"]}


def test_the_server_is_told_after_the_commit_and_of_nothing_else(committed):
    assert found("zebralaki").total == 3
    with transaction.atomic():
        Statute.objects.create(number="8", year=1950, title_fi="Zebralaki")
        Statute.objects.filter(number="0").first().delete()
        assert found("zebralaki").total == 3, "whoever searches in it finds what they wrote"
        assert len(on_the_server("zebralaki")) == 3
        transaction.set_rollback(True)
    assert len(on_the_server("zebralaki")) == 3
    new = Statute.objects.create(number="9", year=1950, title_fi="Zebralaki")
    assert str(new.pk) in on_the_server("zebralaki")
    new.delete()
    assert str(new.pk) not in on_the_server("zebralaki")
    assert not ServerChange.objects.exists()


def test_the_server_goes_away_and_comes_back(committed, capsys):
    committed.stop()
    new = Statute.objects.create(number="9", year=1950, title_fi="Zebralaki kymmenen")
    results = found("zebralaki")
    assert results.total == 4 and results.server_is_away
    assert ServerChange.objects.exists() and not PendingUpdate.objects.exists()
    Statute.objects.get(number="0").delete()
    start = time.monotonic()
    assert found("zebralaki").total == 3
    assert time.monotonic() - start < 1, "nobody waits for a server that is known to be away"
    with pytest.raises(CommandError):
        call_command("soskes_rebuild_search", verbosity=0)
    call_command("soskes_check_search")
    assert capsys.readouterr().err
    assert check().server == -1
    committed.start()
    results = found_when_answering("zebralaki")
    assert results.total == 3 and not results.server_is_away
    assert str(new.pk) in on_the_server("zebralaki") and len(on_the_server("zebralaki")) == 3
    assert not ServerChange.objects.exists()


def found_when_answering(text, seconds=60):
    """A server that has only just started may take longer than readers are kept waiting."""
    patience = time.monotonic() + seconds
    while True:
        outage.forget()
        results = found(text)
        if not results.server_is_away or time.monotonic() > patience:
            return results


def test_the_nightly_check_mends_the_server(committed):
    surplus = {"_op_type": "index", "_id": "999999", "version": 1, "_source": SURPLUS, **EXTERNAL}
    get_server().send([surplus], refresh=True, seconds=30)
    there = set(SearchDocument.objects.values_list("pk", flat=True))
    assert set(build._rows(get_server())) == there | {999999}
    assert check(repair=False).server == 0
    assert check().server == 1
    assert set(build._rows(get_server())) == set(
        SearchDocument.objects.values_list("pk", flat=True)
    )
    assert check().server == 0


EXTERNAL = {"version_type": "external_gte"}
SURPLUS = {"row": 999999, "kind": "x", "object_id": "1", "digest": "x", "access": ["public"]}


def test_an_index_that_is_lost_is_built_again(committed):
    get_server().delete()
    assert found("zebralaki").total == 3
    assert not IndexState.objects.filter(server=get_server().signature).exists()
    Statute.objects.create(number="9", year=1950, title_fi="Zebralaki")
    assert found("zebralaki").total == 4
    assert check().server > 0
    assert len(on_the_server("zebralaki")) == 4
    assert not found("zebralaki").server_is_away


def test_a_database_put_back_to_an_earlier_day_is_noticed(committed):
    SearchDocument.objects.filter(title__startswith="Zebralaki 1").update(digest="another")
    source = next(s for s in search_sources() if s.kind == "statute")
    assert build.compare(get_server()) == SearchDocument.objects.count()
    update_objects(source, list(Statute.objects.values_list("pk", flat=True)))
    assert check().server == 0
    assert len(on_the_server("zebralaki")) == 3


def test_a_server_that_believes_in_newer_changes_is_built_anew(committed):
    """As after a restored database, whose changes are counted from an earlier number."""
    gone = SearchDocument.objects.filter(title__startswith="Zebralaki").first()
    newer = {"_op_type": "delete", "_id": str(gone.pk), "version": 10**9, **EXTERNAL}
    get_server().send([newer], refresh=True, seconds=30)
    assert len(on_the_server("zebralaki")) == 2
    assert check().server > 0
    assert len(on_the_server("zebralaki")) == 3


def test_an_older_change_does_not_undo_a_newer_one(committed):
    """Two processes send the same row, and the one that read it earlier comes later."""
    statute = Statute.objects.get(number="1")
    row = SearchDocument.objects.get(kind="statute", object_id=str(statute.pk)).pk
    document = dict(documents(database_engine(), [row]))[row]
    statute.delete()
    get_server().send([action(row, document, version=2)], refresh=True, seconds=30)
    assert str(statute.pk) not in on_the_server("zebralaki")


def test_saving_succeeds_and_what_was_not_sent_is_kept(nobody, transactional_db):
    signature = get_server().signature
    IndexState.objects.update_or_create(pk=1, defaults={"server": signature})
    Statute.objects.create(number="1", year=1950, title_fi="Zebralaki")
    assert ServerChange.objects.exists()
    assert found("zebralaki").total == 1
