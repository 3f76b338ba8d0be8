"""Search indexes a large import in a second process; without it the first one does."""

import pytest
from support.ptv import count, indexed_organisations

from soskes_wagtail.search.index import changes
from soskes_wagtail.search.index.assistant import Assistant
from soskes_wagtail.search.models import PendingUpdate, SearchDocument

NUMBER = 450


@pytest.fixture
def many(organizations):
    return organizations(NUMBER)


@pytest.fixture
def assistants(monkeypatch):
    """Every import is large enough for one; it has begun before the first batch is written."""
    made = []

    class Prepared(Assistant):
        def __init__(self):
            super().__init__()
            self.taken = []
            made.append(self)
            assert self._pipe.poll(120)

        def takes(self, kind, notes):
            taken = super().takes(kind, notes)
            self.taken += notes.values() if taken else []
            return taken

    monkeypatch.setattr(changes, "WORTH_IT", 1)
    monkeypatch.setattr(changes, "Assistant", Prepared)
    monkeypatch.setattr("soskes_wagtail.search.index.assistant.processors", lambda: 2)
    return made


def indexed() -> int:
    """Organisations that search knows, each once and with nothing left to do."""
    assert not PendingUpdate.objects.exists()
    rows = SearchDocument.objects.filter(kind="organisation").count()
    assert rows == indexed_organisations()
    return rows


@pytest.mark.django_db(transaction=True)
def test_a_second_process_indexes_a_part(run, many, assistants):
    assert count(run(many), "created") == NUMBER
    assert assistants[0].taken
    assert indexed() == NUMBER
    assert assistants[0]._process.exitcode == 0


@pytest.mark.django_db(transaction=True)
def test_it_may_die(run, many, assistants, monkeypatch):
    takes = Assistant.takes

    def kill(self, kind, notes):
        taken = takes(self, kind, notes)
        self._process.kill()
        self._process.join()
        return taken

    monkeypatch.setattr(Assistant, "takes", kill)
    assert count(run(many), "created") == NUMBER
    assert assistants[0].taken and assistants[0]._process.exitcode != 0
    assert indexed() == NUMBER


@pytest.mark.django_db
def test_none_within_a_transaction(run, many, assistants):
    assert count(run(many), "created") == NUMBER
    assert not assistants


@pytest.mark.django_db(transaction=True)
def test_none_for_a_few(run, many, assistants, monkeypatch):
    monkeypatch.setattr(changes, "WORTH_IT", NUMBER + 1)
    run(many)
    assert not assistants and indexed() == NUMBER
