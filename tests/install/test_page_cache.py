"""What the page cache keeps, and that it shows nobody what they may not see."""

import re
from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from soskes_wagtail.access import RoleKey, role_groups
from soskes_wagtail.directory_snippets.models import Area, Contact, Organisation, ServiceClass
from soskes_wagtail.sections.models import ArticlePage

SECTION = "/soskes/lastensuojelu/"


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.SOSKES = {**settings.SOSKES, "PAGE_CACHE_SECONDS": 60}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def login(installed, client):
    def as_(*roles, name="x"):
        user = get_user_model().objects.create_user(name, password="x")
        user.groups.add(*role_groups(*roles))
        client.force_login(user)
        return user

    return as_


@pytest.fixture
def contact(installed):
    contact = Contact.objects.create(
        organisation=Organisation.objects.get(business_id="3221318-2"),
        role_title_fi="Virkailija",
        phone="000 000 0001",
    )
    contact.areas.add(Area.objects.get(kind="municipality", code="992"))
    contact.service_classes.add(ServiceClass.objects.get(code="P3.8"))
    return contact


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    @contextmanager
    def as_if():
        # What waits already for a commit would never come in a test's transaction.
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return as_if


def text(client, path=SECTION):
    """The page, without the tokens of the forms around its inside, which are new each time."""
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r'(<input type="hidden"[^>]*value=")[^"]*', r"\1", response.content.decode())


def test_the_second_look_asks_the_database_much_less(
    client, login, contact, django_assert_max_num_queries
):
    login(RoleKey.READER)
    first = text(client)
    with django_assert_max_num_queries(17) as captured:
        assert text(client) == first
    asked = " ".join(query["sql"] for query in captured.captured_queries)
    assert "soskes_directory_contact" not in asked


def test_a_change_is_seen_at_the_next_request(client, login, contact, committed):
    login(RoleKey.READER)
    assert "000 000 0001" in text(client)
    with committed():
        contact.phone = "000 000 0002"
        contact.save()
    assert "000 000 0002" in text(client)
    with committed():
        contact.areas.clear()
        contact.delete()
    assert "000 000 0002" not in text(client)
    with committed():
        page = ArticlePage.objects.get(slug="lastensuojeluilmoitus")
        page.title = "Uusi otsikko"
        page.save_revision().publish()
    assert "Uusi otsikko" in text(client)
    with committed():
        page.move(Page.objects.get(slug="tyonohjaus"), pos="last-child")
    assert "Uusi otsikko" not in text(client)


def test_what_an_administrator_saw_is_not_shown_to_a_reader(client, login, contact):
    Contact.objects.update(audience="admins")
    login(RoleKey.ADMINISTRATOR, name="a")
    assert "000 000 0001" in text(client)
    login(RoleKey.READER, name="b")
    assert "000 000 0001" not in text(client)


def test_a_branch_closed_meanwhile_is_gone_at_once(client, login):
    login(RoleKey.READER)
    assert "Lastensuojeluilmoitus" in text(client)
    page = Page.objects.get(slug="lastensuojeluilmoitus")
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set(role_groups(RoleKey.ADMINISTRATOR))
    assert 'href="/soskes/lastensuojelu/lastensuojeluilmoitus/"' not in text(client)


def test_the_page_itself_stays_closed(client, login):
    login(RoleKey.READER)
    text(client)
    client.logout()
    assert client.get(SECTION).status_code == 302
    user = get_user_model().objects.get(username="x")
    user.groups.clear()
    client.force_login(user)
    assert client.get(SECTION).status_code != 200


def test_the_hosts_header_is_never_kept(client, login, settings):
    login(RoleKey.READER, name="ensimmainen")
    assert "ensimmainen" in text(client)
    login(RoleKey.READER, name="toinen")
    html = text(client)
    assert "toinen" in html
    assert "ensimmainen" not in html


def test_a_municipalitys_answer_is_kept_apart_from_the_others(
    client, login, contact, django_assert_max_num_queries
):
    login(RoleKey.READER)
    whole = text(client)
    chosen = text(client, SECTION + "?kunta=aanekoski")
    assert chosen != whole
    with django_assert_max_num_queries(18):
        assert text(client, SECTION + "?kunta=aanekoski") == chosen
    assert text(client, SECTION + "?kunta=multia") not in (chosen, whole)
    assert text(client) == whole


@pytest.mark.parametrize("query", ["?kunta=eiole", "?kunta=aanekoski&x=1", "?page=2", "?x="])
def test_what_anybody_can_make_up_is_not_kept(client, login, contact, query):
    login(RoleKey.READER)
    text(client, SECTION + query)
    Contact.objects.update(phone="000 000 0009")
    assert "000 000 0009" in text(client, SECTION + query)


def test_kept_or_not_the_page_is_the_same(client, login, contact, settings):
    login(RoleKey.READER)
    text(client)
    kept = text(client)
    settings.SOSKES = {**settings.SOSKES, "PAGE_CACHE_SECONDS": 0}
    assert [line for line in text(client).splitlines() if line.strip()] == [
        line for line in kept.splitlines() if line.strip()
    ]
