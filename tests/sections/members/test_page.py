"""The members page: lists, offboarding, and who may do what."""

import datetime

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from support.html import faults, soup

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation
from soskes_wagtail.directory_snippets.services.membership import give_membership


def test_a_member_sees_the_own_membership_and_whom_to_ask(net):
    page = soup(net.jasen.client.get(net.url))
    assert not faults(page)
    assert "Perusturva" in page.text and "Jäsenet" in page.text
    assert not page.select("form[action*=jasenet]")
    assert "Vieras Testi" not in page.text


def test_contact_person_sees_members_of_the_own_organisation_and_below(net):
    page = soup(net.yhteys.client.get(net.url))
    assert not faults(page)
    table = page.select_one("table").text
    assert "Jasen Testi" in table and "Vieras" not in table and "Boss" not in table
    assert "2 / 4" in page.text.replace("2 paikkaa 4:stä", "2 / 4") or "4" in page.text


def test_strangers_are_sent_to_the_login(net):
    for client in (Client(), net.outsider.client):
        for path in ("", "kutsu/", "hiljaiset/"):
            response = client.get(f"{net.url}{path}")
            assert response.status_code == 302 and "login" in response["Location"]


def test_ending_by_those_who_care_only(net):
    address = f"{net.url}jasenet/{net.jasen.membership.pk}/paata/"
    for who in (net.vieras, net.jasen, net.outsider):
        assert who.client.post(address).status_code in (302, 403, 404)
    assert net.jasen.client.get("/soskes/").status_code == 200
    assert net.yhteys.client.get(address).status_code == 404
    assert net.yhteys.client.post(address).status_code == 302
    assert net.jasen.client.get("/soskes/").status_code == 302
    assert net.jasen.client.get("/laboratorio/").status_code == 200


def test_contact_persons_end_neither_themselves_nor_the_hosts_people(net):
    host = get_user_model().objects.create_user("talo")
    wide = give_membership(
        user=host, organisation=net.town, role=RoleKey.SECTION_EDITOR, actor=None
    )
    for membership in (wide, net.yhteys.membership):
        address = f"{net.url}jasenet/{membership.pk}/paata/"
        assert net.yhteys.client.post(address).status_code == 404
    assert net.boss.client.post(f"{net.url}jasenet/{wide.pk}/paata/").status_code == 302


def test_silent_people_are_confirmed_or_ended_with_one_click(net):
    page = soup(net.yhteys.client.get(f"{net.url}hiljaiset/"))
    assert not faults(page)
    now = timezone.now()
    assert "Jasen Testi" not in page.text  # signed in a moment ago
    get_user_model().objects.filter(pk=net.jasen.user.pk).update(
        last_login=now - datetime.timedelta(days=200)
    )
    page = soup(net.yhteys.client.get(f"{net.url}hiljaiset/"))
    assert "Jasen Testi" in page.text
    assert (
        "Jasen Testi"
        not in net.yhteys.client.get(f"{net.url}hiljaiset/", {"kk": "12"}).content.decode()
    )
    assert net.yhteys.client.get(f"{net.url}hiljaiset/", {"kk": "x"}).status_code == 200
    net.yhteys.client.post(f"{net.url}jasenet/{net.jasen.membership.pk}/vahvista/")
    page = soup(net.yhteys.client.get(f"{net.url}hiljaiset/"))
    assert not page.select("table")


def test_same_queries_for_ten_and_for_a_thousand(net):
    def count(client, start, stop):
        users = get_user_model().objects.bulk_create(
            get_user_model()(username=f"u{n}", first_name=f"U{n}") for n in range(start, stop)
        )
        Membership.objects.bulk_create(
            Membership(user=user, organisation=net.town, role=RoleKey.READER) for user in users
        )
        for path in ("", "hiljaiset/", "kutsu/"):
            client.get(f"{net.url}{path}")
        counts = []
        for path in ("", "hiljaiset/", "kutsu/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{net.url}{path}").status_code == 200
            counts.append(len(queries))
        return counts

    assert count(net.yhteys.client, 0, 60) == count(net.yhteys.client, 60, 1000)


def test_same_queries_for_few_and_for_300_organisations(net):
    def count():
        net.boss.client.get(net.url)
        with CaptureQueriesContext(connection) as queries:
            assert net.boss.client.get(net.url).status_code == 200
        return len(queries)

    few = count()
    made = Organisation.objects.bulk_create(
        Organisation(name_fi=f"Kunta {n:03}", type="municipality") for n in range(300)
    )
    Licence.objects.bulk_create(Licence(organisation=one, seats=3) for one in made)
    assert count() == few


def test_forms_need_the_token(net):
    client = Client(enforce_csrf_checks=True)
    client.force_login(net.yhteys.user)
    address = f"{net.url}jasenet/{net.jasen.membership.pk}/paata/"
    assert client.post(address).status_code == 403
    assert client.post(f"{net.url}kutsu/", {"people": "a@x.fi"}).status_code == 403
    assert Client(enforce_csrf_checks=True).post(f"{net.url}liity/").status_code == 403
