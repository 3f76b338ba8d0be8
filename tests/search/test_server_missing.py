"""A search server that is not there, or not as it should be. Needs none."""

import socket
import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from support.search_server import backend as server_entry
from support.search_server import fitting_client

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Statute
from soskes_wagtail.search import checks
from soskes_wagtail.search.index.engine import get_engine
from soskes_wagtail.search.models import IndexState, ServerChange
from soskes_wagtail.search.server import backend
from soskes_wagtail.search.services.query import Asked, search

DATABASE = "wagtail.search.backends.database"


@pytest.fixture
def silent(choose):
    """A server that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(20)
        choose(entry(f"http://127.0.0.1:{listening.getsockname()[1]}"))
        yield


def entry(url: str) -> dict:
    return server_entry(fitting_client(), url)


def built() -> None:
    signature = backend.get_server().signature
    IndexState.objects.update_or_create(pk=1, defaults={"server": signature})


def found(text):
    return search(Viewer(AnonymousUser()), Asked(text, "fi"))


def test_pages_wait_a_few_seconds_once_and_then_not_at_all(silent, db):
    Statute.objects.create(number="1", year=1950, title_fi="Zebralaki")
    found("zebralaki")
    ServerChange.objects.all().delete()
    built()
    start = time.monotonic()
    results = found("zebralaki")
    assert results.total == 1 and results.server_is_away
    assert time.monotonic() - start < backend.SHORT + 3
    start = time.monotonic()
    assert found("zebralaki").total == 1
    assert time.monotonic() - start < 1.5


def test_the_page_says_that_the_server_is_away(nobody, client, reader, contact):
    client.force_login(reader)
    client.get("/soskes/haku/", {"q": "lastensuojelu"})
    ServerChange.objects.all().delete()
    built()
    html = client.get("/soskes/haku/", {"q": "lastensuojelu"}).content.decode()
    assert "Hakupalvelin ei vastaa juuri nyt" in html
    assert "Lastensuojelulaki" in html.replace("<mark>", "").replace("</mark>", "")
    data = client.get("/soskes/haku/ehdotukset/", {"q": "lastens"}).json()
    assert data["suggestions"]


def test_an_evaluation_does_not_pass_off_the_database_as_the_server(nobody, db, tmp_path):
    file = tmp_path / "set.json"
    file.write_text('{"documents": [{"id": 1, "title": "x"}], "queries": []}')
    with pytest.raises(CommandError):
        call_command("soskes_search_eval", str(file))


@pytest.mark.parametrize(
    ("backends", "wanted", "chosen"),
    [
        ({"default": {"BACKEND": DATABASE}}, "", ""),
        ({"default": {"BACKEND": DATABASE}, "medikes": "SERVER"}, "", ""),
        ({"default": {"BACKEND": DATABASE}, "medikes": "SERVER"}, "medikes", "medikes"),
        ({"default": "SERVER"}, "", "default"),
        ({"default": "SERVER"}, "database", ""),
    ],
)
def test_which_server_is_used(settings, backends, wanted, chosen):
    server = entry("http://127.0.0.1:9")
    settings.WAGTAILSEARCH_BACKENDS = {
        name: server if given == "SERVER" else given for name, given in backends.items()
    }
    settings.SOSKES = {"SEARCH_BACKEND": wanted}
    assert backend.chosen_backend() == chosen
    assert (backend.get_server() is not None) == bool(chosen)
    assert checks.check_server() == []


@pytest.mark.parametrize(
    ("given", "wanted", "said"),
    [
        ({"BACKEND": DATABASE}, "missing", "no entry 'missing'"),
        ({"BACKEND": DATABASE}, "default", "no search server"),
        ({"BACKEND": "nowhere.opensearch"}, "", "cannot be loaded"),
    ],
)
def test_a_server_that_cannot_be_used_is_named_and_the_database_searches(
    settings, db, given, wanted, said
):
    settings.WAGTAILSEARCH_BACKENDS = {"default": given}
    settings.SOSKES = {"SEARCH_BACKEND": wanted}
    (error,) = checks.check_server()
    assert error.id == "soskes_wagtail.E008" and said in error.msg and error.hint
    assert get_engine().name in ("sqlite", "postgresql")


def test_an_index_that_was_never_built_is_named(nobody, db):
    (warning,) = checks.check_server_index(databases=["default"])
    assert warning.id == "soskes_wagtail.W007"
    built()
    assert checks.check_server_index(databases=["default"]) == []
