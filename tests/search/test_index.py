"""The index follows what people do, and what passed it by is found and mended."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Area, Statute
from soskes_wagtail.search.index import changes, pending, update
from soskes_wagtail.search.index.engine import get_engine
from soskes_wagtail.search.models import IndexState, PendingUpdate, SearchDocument
from soskes_wagtail.search.services.query import Asked, search
from soskes_wagtail.search_sources import records_changed, search_sources
from soskes_wagtail.sections.models import ArticlePage


def total(user, text, **options):
    return search(Viewer(user), Asked(text, "fi", precise=True, **options)).total


def statute(title="Laki kirahveista", number="900"):
    return Statute.objects.create(number=number, year=1999, title_fi=title)


def test_records_are_found_from_save_to_delete(reader):
    row = statute()
    assert total(reader, "kirahvi") == 1
    row.title_fi = "Laki seeproista"
    row.save()
    assert (total(reader, "kirahvi"), total(reader, "seepra")) == (0, 1)
    row.delete()
    assert total(reader, "seepra") == 0
    assert get_engine().missing() == 0


def test_pages_are_found_from_publishing_to_deleting(reader):
    page = ArticlePage.objects.get(slug="lastensuojeluilmoitus")
    page.title = "Kirahvi"
    page.save_revision().publish()
    assert total(reader, "kirahvi") == 1
    page.refresh_from_db()
    page.unpublish()
    assert total(reader, "kirahvi") == 0
    page.save_revision().publish()
    assert total(reader, "kirahvi") == 1
    Page.objects.get(pk=page.pk).delete()
    assert total(reader, "kirahvi") == 0


def test_what_is_named_elsewhere_is_followed(reader, contact):
    """A contact is found by the names of its areas and classes."""
    area = Area.objects.get(kind="municipality", code="992")
    area.name_fi = "Kirahvila"
    area.save()
    assert total(reader, "kirahvila sosiaalityöntekijä", kind="contact") == 1
    contact.areas.clear()
    assert total(reader, "kirahvila sosiaalityöntekijä", kind="contact") == 0


def test_bulk_writes_are_told(reader):
    # What tests before this one left to be indexed: their rows are gone, their ids come again.
    # Of the wrapper itself: "connection" is but a proxy, with a dictionary of its own.
    connections[DEFAULT_DB_ALIAS].__dict__.pop("_soskes_search", None)
    Statute.objects.bulk_create(
        [Statute(number=str(n), year=1998, title_fi="Laki kirahveista") for n in range(5)]
    )
    ids = list(Statute.objects.filter(year=1998).values_list("pk", flat=True))
    assert total(reader, "kirahvi") == 0
    records_changed(Statute, ids)
    assert total(reader, "kirahvi") == 5


def test_the_nightly_check_mends_and_reports(reader, capsys):
    call_command("soskes_rebuild_search", verbosity=0)
    row = statute()
    assert total(reader, "kirahvi") == 1
    Statute.objects.filter(pk=row.pk).update(title_fi="Laki seeproista")
    SearchDocument.objects.filter(kind="statute").first().delete()
    Statute.objects.bulk_create([Statute(number="7", year=1997, title_fi="Laki norsuista")])
    call_command("soskes_check_search", "--dry-run")
    assert "statute: 3" in capsys.readouterr().out
    assert total(reader, "seepra") == 0
    call_command("soskes_check_search")
    assert (total(reader, "seepra"), total(reader, "norsu")) == (1, 1)
    capsys.readouterr()
    call_command("soskes_check_search", "--dry-run")
    assert "statute" not in capsys.readouterr().out


def test_a_rebuild_gives_the_same_rows(reader, contact):
    call_command("soskes_rebuild_search", verbosity=0)
    statute()
    contact.role_title_fi = "Johtava sosiaalityöntekijä"
    contact.save()
    changes.flush()
    before = sorted(SearchDocument.objects.values_list("kind", "object_id", "digest"))
    assert before
    call_command("soskes_rebuild_search", verbosity=0)
    assert sorted(SearchDocument.objects.values_list("kind", "object_id", "digest")) == before
    assert get_engine().missing() == 0
    assert IndexState.objects.get().analysis
    with pytest.raises(CommandError):
        call_command("soskes_rebuild_search", "--kind", "nonsense")


def test_a_failing_index_breaks_no_save_and_is_done_later(reader, monkeypatch, caplog):
    def fail(source, ids):
        raise RuntimeError("disk full")

    monkeypatch.setattr(pending, "update_objects", fail)
    statute()
    assert total(reader, "kirahvi") == 0
    assert "disk full" in caplog.text and PendingUpdate.objects.exists()
    monkeypatch.undo()
    pending.index_pending()
    assert total(reader, "kirahvi") == 1
    assert not PendingUpdate.objects.exists()


def test_what_changes_while_a_batch_is_analysed_is_not_written_as_it_was(reader, monkeypatch):
    rows = [statute(number=str(900 + number)) for number in range(update.FEW + 1)]
    analyse = update._analysed

    def meanwhile(source, ids):
        tokens = analyse(source, ids)
        assert tokens
        Statute.objects.filter(pk=rows[0].pk).update(title_fi="Laki norsuista")
        return tokens

    monkeypatch.setattr(update, "_analysed", meanwhile)
    assert total(reader, "kirahvi") == len(rows) - 1
    assert total(reader, "norsu") == 1


def test_what_was_noted_with_the_rest_is_noted_when_it_fails(reader, monkeypatch):
    source = next(one for one in search_sources() if one.kind == "statute")
    noted, other = statute(number="901"), statute(number="902")
    changes.flush()
    with transaction.atomic():
        notes = pending.note(source, [noted.pk])

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(pending, "update_objects", fail)
    pending.index_noted(source, notes, [other.pk])
    ids = PendingUpdate.objects.values_list("object_id", flat=True)
    assert sorted(ids) == sorted([str(noted.pk), str(other.pk)])
    monkeypatch.undo()
    assert pending.index_pending() == 2
    assert not PendingUpdate.objects.exists()


def test_an_index_made_in_what_was_undone_is_made_again(reader):
    statute()
    with transaction.atomic():
        assert total(reader, "kirahvi") == 1
        transaction.set_rollback(True)
    assert total(reader, "kirahvi") == 1


def test_saving_one_record_costs_the_same_in_a_large_index(installed):
    source = next(one for one in search_sources() if one.kind == "statute")
    row = statute()

    def cost():
        Statute.objects.filter(pk=row.pk).update(title_fi=f"Laki {SearchDocument.objects.count()}")
        with CaptureQueriesContext(connection) as queries:
            update.update_batch(source, [row.pk])
        return len(queries)

    changes.flush()
    few = cost()
    Statute.objects.bulk_create(
        [Statute(number=str(n), year=1990, title_fi="Laki") for n in range(300)]
    )
    records_changed(Statute, Statute.objects.filter(year=1990).values_list("pk", flat=True))
    changes.flush()
    assert cost() == few <= 12


def test_what_has_not_changed_is_not_written(installed):
    row = statute()
    changes.flush()
    source = next(one for one in search_sources() if one.kind == "statute")
    assert update.update_objects(source, [row.pk]) == 0
