"""A contact to find, somebody who may, and engines to find it with.

The tests of what is found and of what must not be run twice: with the index in the database, and
with that of a search server.
"""

import pytest
from django.contrib.auth import get_user_model
from support.search_server import backend, fitting_client

from soskes_wagtail.access import RoleKey, role_groups
from soskes_wagtail.directory_snippets.models import Area, Contact, Organisation, ServiceClass
from soskes_wagtail.search.server import outage
from soskes_wagtail.search.server.backend import separate_index
from soskes_wagtail.search.server.build import repair

ON_BOTH = {"test_results", "test_leaks", "test_search_page"}


@pytest.fixture
def contact(installed):
    contact = Contact.objects.create(
        organisation=Organisation.objects.get(business_id="3221318-2"),
        role_title_fi="Lastensuojelun sosiaalityöntekijä",
        phone="000 000 0992",
    )
    contact.areas.add(Area.objects.get(kind="municipality", code="992"))
    contact.service_classes.add(ServiceClass.objects.get(code="P3.8"))
    return contact


@pytest.fixture
def reader(installed):
    user = get_user_model().objects.create_user("lukija", password="x")
    user.groups.add(*role_groups(RoleKey.READER))
    return user


def pytest_generate_tests(metafunc):
    module = metafunc.module.__name__.rpartition(".")[2]
    if module in ON_BOTH and {"db", "installed", "texts", "people"} & set(metafunc.fixturenames):
        metafunc.fixturenames.append("engine")
        server = pytest.param("server", marks=pytest.mark.xdist_group("search-server"))
        metafunc.parametrize("engine", ["database", server], indirect=True)


@pytest.fixture
def engine(request, db):
    """Which engine a test runs with."""
    if request.param == "server":
        request.getfixturevalue("on_server")
    return request.param


@pytest.fixture
def choose(settings):
    """``choose(entry)``: SosKes searches with an entry of WAGTAILSEARCH_BACKENDS."""

    def choose(entry: dict) -> None:
        backends = dict(settings.WAGTAILSEARCH_BACKENDS)
        settings.WAGTAILSEARCH_BACKENDS = backends | {"soskes": entry}
        settings.SOSKES = {**settings.SOSKES, "SEARCH_BACKEND": "soskes"}
        outage.forget()

    yield choose
    outage.forget()


@pytest.fixture
def nobody(choose) -> None:
    """An address at which no server listens."""
    choose(backend(fitting_client(), "http://127.0.0.1:9"))


@pytest.fixture
def chosen_server(search_server, choose):
    """The search server as a host has it in its settings."""
    choose(backend(search_server.name, search_server.url))
    return search_server


@pytest.fixture
def on_server(chosen_server, db):
    """An index for this test alone, which gets what the test writes without a commit. In it the
    database never answers instead."""
    with separate_index("test") as server:
        assert repair(server) >= 0
        yield server
