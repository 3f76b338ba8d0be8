"""The page "who is responsible now", as a social worker in a hurry uses it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from support.html import soup

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import (
    Contact,
    ContactAbsence,
    ContactHours,
    ServiceClass,
    TargetGroup,
)
from soskes_wagtail.directory_snippets.services.responsible import (
    answered_classes,
    answered_groups,
    who_is_responsible,
)
from soskes_wagtail.sections.models import ResponsiblePage


@pytest.fixture
def groups(db):
    everybody = TargetGroup.objects.create(code="KR1", name_fi="Kansalaiset")
    return {
        "everybody": everybody,
        "children": TargetGroup.objects.create(code="KR1.2", name_fi="Lapset", parent=everybody),
        "old": TargetGroup.objects.create(code="KR1.1", name_fi="Ikäihmiset", parent=everybody),
    }


@pytest.fixture
def page(closed):
    return closed.page(closed.home, "Kuka vastaa nyt?", ResponsiblePage)


@pytest.fixture
def ask(page, member):
    def answer(**query):
        response = member.get(page.url, query)
        assert response.status_code == 200
        return soup(response)

    return answer


def text_of(page, selector="#vastaus"):
    return " ".join(page.select_one(selector).get_text(" ").split())


def around_the_clock(contact):
    ContactHours.objects.create(contact=contact, always_open=True)
    return contact


def test_the_answer_names_who_answers_and_how_to_reach_them(network, ask):
    around_the_clock(
        network.contact(
            "Lastensuojelun päivystävä",
            [network.aanekoski],
            phone="000 000 0444",
            email="rooli@esimerkki.example",
            person_name="Testi Henkilö",
        )
    )
    found = ask(asia="P3.8", kunta="aanekoski")
    text = text_of(found)
    for expected in ("Lastensuojelun päivystävä", "000 000 0444", "rooli@esimerkki.example"):
        assert expected in text
    assert "Testi Henkilö" in text
    assert found.select_one("#vastaus a[href^='tel:']")
    assert found.select_one("option[value='P3.8']").has_attr("selected")


def test_the_deputy_is_named_with_why(network, ask):
    deputy = network.contact("Sijainen", [network.jyvaskyla], phone="000 000 0555")
    absent = network.contact("Poissaoleva", [network.aanekoski], deputy=deputy)
    today = timezone.localdate()
    ContactAbsence.objects.create(
        contact=absent, first_day=today, last_day=today + datetime.timedelta(days=3), note="Kurssi."
    )
    text = text_of(ask(asia="P3.8", kunta="aanekoski"))
    assert "Sijainen" in text and "000 000 0555" in text and "Kurssi." in text


def test_outside_office_hours_the_duty_line_stands_there_whatever_the_matter(network, ask):
    network.contact("Virka-aikainen", [network.aanekoski])
    duty = network.contact("Sosiaalipäivystys", [network.county], classes=[], is_duty_line=True)
    around_the_clock(duty)
    Contact.objects.filter(pk=duty.pk).update(phone="000 000 0990")
    text = text_of(ask(asia="P3.8", kunta="aanekoski"), "#juuri-nyt")
    assert "Sosiaalipäivystys" in text and "000 000 0990" in text and "112" in text


def test_without_a_duty_line_it_says_what_to_do(network, ask):
    network.contact("Virka-aikainen", [network.aanekoski])
    assert "112" in text_of(ask(asia="P3.8", kunta="aanekoski"))


def test_the_client_group_narrows_and_those_for_all_stay(network, ask, groups):
    for title, group in (
        ("Lasten", "children"),
        ("Vanhojen", "old"),
        ("Kansalaisten", "everybody"),
    ):
        network.contact(title, [network.aanekoski]).client_groups.add(groups[group])
    network.contact("Kaikkien", [network.aanekoski])
    text = text_of(ask(asia="P3.8", kunta="aanekoski", ryhma="KR1.2"))
    assert all(word in text for word in ("Lasten", "Kaikkien", "Kansalaisten"))
    assert "Vanhojen" not in text
    everybody = text_of(ask(asia="P3.8", kunta="aanekoski", ryhma="KR1"))
    assert "Vanhojen" in everybody and "Lasten" in everybody


def test_nobody_entered_is_said_and_leads_on(network, ask):
    network.municipality_page(network.aanekoski)
    network.contact("Toisaalla", [network.jyvaskyla])
    found = ask(asia="P3.8", kunta="aanekoski")
    assert found.select_one("#vastaus .soskes-empty")
    assert found.select_one("#vastaus a[href*='aanekoski']")


@pytest.mark.parametrize(
    "query",
    [
        {"asia": "P3.8"},
        {"kunta": "aanekoski"},
        {"asia": "x\x00'\"", "kunta": "\x00"},
        {"asia": "P" * 5000, "kunta": "a" * 5000, "ryhma": "z" * 5000},
        {"asia": "P3.8", "kunta": "ei-ole"},
    ],
)
def test_half_a_question_gets_a_word_instead_of_an_answer(network, ask, query):
    network.contact("Työntekijä", [network.aanekoski])
    found = ask(**query)
    assert found.select_one("#vastaus .hds-notification")
    assert "Työntekijä" not in text_of(found)


def test_only_what_the_reader_may_see_is_offered_and_answered(network, ask, page, client, groups):
    secret = ServiceClass.objects.create(code="P9", name_fi="Salattu luokka")
    hidden = network.contact("Salainen", [network.aanekoski], classes=[secret], audience="admins")
    hidden.client_groups.add(groups["old"])
    network.contact("Näkyvä", [network.aanekoski], phone_audience="admins", phone="000 000 0666")
    found = ask(asia="P9", kunta="aanekoski")
    assert "Salattu luokka" not in found.get_text() and "Ikäihmiset" not in found.get_text()
    shown = ask(asia="P3.8", kunta="aanekoski").get_text()
    assert "Näkyvä" in shown and "000 000 0666" not in shown and "Salainen" not in shown
    client.logout()
    answer = client.get(page.url, {"asia": "P3.8", "kunta": "aanekoski"})
    assert "Näkyvä" not in answer.content.decode()


def test_ended_contacts_offer_nothing(network, groups):
    ended = network.contact("Päättynyt", valid_to=datetime.date(2020, 1, 1), audience="public")
    ended.client_groups.add(groups["old"])
    assert not answered_classes(Viewer()).exists()
    assert not answered_groups(Viewer()).exists()


def test_the_home_leads_to_it_and_its_cards_do_not(network, page, member):
    found = soup(member.get(network.home.url))
    assert found.select_one(f".soskes-quicklinks a[href='{page.url}']")
    assert not found.select(f"section[aria-labelledby=aiheet] a[href='{page.url}']")


def test_a_section_narrows_by_client_group_too(network, member, groups):
    network.contact("Lasten", [network.aanekoski]).client_groups.add(groups["children"])
    network.contact("Vanhojen", [network.aanekoski]).client_groups.add(groups["old"])
    found = soup(member.get(network.section.url, {"kunta": "aanekoski", "ryhma": "KR1.2"}))
    text = text_of(found, "#kuka-hoitaa")
    assert "Lasten" in text and "Vanhojen" not in text.replace("Vanhojenkoti", "")
    assert found.select_one("#kuka-hoitaa option[value='KR1.2']").has_attr("selected")
    everybody = soup(member.get(network.section.url, {"kunta": "aanekoski"}))
    assert "Vanhojen" in text_of(everybody, "#kuka-hoitaa")


def test_one_query_for_the_answer(network, groups):
    for number in range(20):
        around_the_clock(network.contact(f"T{number}", audience="public")).client_groups.add(
            groups["old"]
        )
    with CaptureQueriesContext(connection) as captured:
        answer = who_is_responsible(
            Viewer(),
            area=network.aanekoski,
            service_classes=ServiceClass.objects.filter(code="P3.8"),
            client_group=groups["old"],
        )
    assert len(answer.cards) == 20 and len(captured) == 1
