"""Who is responsible now: deputies, duty lines and hours, in the answer and on the page."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from support.html import soup

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import (
    Contact,
    ContactAbsence,
    ContactHours,
    Organisation,
    ServiceClass,
    TargetGroup,
)
from soskes_wagtail.directory_snippets.services.responsible import who_is_responsible

MONDAY = datetime.date(2026, 11, 23)


def moment(hour):
    when = datetime.datetime.combine(MONDAY, datetime.time(hour))
    return timezone.make_aware(when)


def away(contact, before=1, after=7, note=""):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    return ContactAbsence.objects.create(
        contact=contact, first_day=today - before * day, last_day=today + after * day, note=note
    )


def opened(contact, opens, closes, days=range(7)):
    for day in days:
        ContactHours.objects.create(
            contact=contact,
            weekday=day,
            opens_at=datetime.time(opens),
            closes_at=datetime.time(closes),
        )
    return contact


@pytest.fixture
def ask(network, reader):
    def answer(viewer=None, **asked):
        asked = {"area": network.aanekoski, "at": moment(10)} | asked
        asked.setdefault("service_classes", ServiceClass.objects.filter(code="P3"))
        return who_is_responsible(viewer or Viewer(reader), **asked)

    return answer


def roles(reaches):
    return [reach.card.role_title for reach in reaches]


@pytest.fixture
def office(network):
    """A worker in office hours and a duty line outside them."""
    opened(network.contact("Työntekijä", [network.aanekoski]), 9, 15, range(5))
    opened(network.contact("Päivystys", [network.county], is_duty_line=True), 15, 9)


def test_in_office_hours_the_worker_and_outside_them_the_duty_line(office, ask):
    day = ask()
    assert roles(day.open) == ["Työntekijä"]
    night = ask(at=moment(22))
    assert (roles(night.open), roles(night.closed)) == ([], ["Työntekijä"])
    assert night.duty[0].opening.is_open
    tuesday = MONDAY + datetime.timedelta(days=1)
    assert night.next_opening == datetime.datetime.combine(tuesday, datetime.time(9))
    assert night.next_clock == "9.00"


def test_a_deputy_stands_in_for_who_is_away(network, ask):
    deputy = network.contact("Sijainen", [network.jyvaskyla], phone="000 000 0777")
    absent = network.contact("Poissaolija", [network.aanekoski], deputy=deputy)
    assert ask().away == []
    absence = away(absent, note="Vaihde auttaa.")
    (card,) = ask().away
    assert (card.deputy.role_title, card.deputy.phone) == ("Sijainen", "000 000 0777")
    assert card.absences[0].note == "Vaihde auttaa."
    away(deputy)
    assert ask().away[0].deputy is None
    absence.delete()
    assert ask().away == []


@pytest.mark.parametrize("hide", [{"audience": "admins"}, {"valid_to": datetime.date(2020, 1, 1)}])
def test_a_deputy_the_reader_may_not_see_is_not_named(network, ask, hide):
    deputy = network.contact("Salainen", **hide)
    away(network.contact("Poissaolija", deputy=deputy))
    assert ask().away[0].deputy is None


def test_a_deputy_says_no_more_than_the_reader_is_shown(network, ask):
    deputy = network.contact(
        "Sijainen", person_name="Kanaria", person_name_audience="own", phone_audience="admins"
    )
    away(network.contact("Poissaolija", deputy=deputy))
    found = ask().away[0].deputy
    assert (found.name, found.phone) == ("Sijainen", "")


def test_client_group_and_task_narrow_the_answer(network, ask):
    young, old = (
        TargetGroup.objects.create(code=code, name_fi=code) for code in ("Nuoret", "Vanhat")
    )
    for title, group in (("Nuorten", young), ("Vanhojen", old)):
        network.contact(title, task_fi=f"{title} asiat").client_groups.add(group)
    network.contact("Kaikkien")
    assert roles(ask(client_group=young).unknown) == ["Nuorten", "Kaikkien"]
    assert roles(ask(task="vanhojen", service_classes=None).unknown) == ["Vanhojen"]


def test_one_query_whatever_the_number(network, ask):
    viewer = Viewer()
    for i in range(12):
        deputy = network.contact(f"S{i}", audience="public")
        away(opened(network.contact(f"T{i}", audience="public", deputy=deputy), 9, 15))
    with CaptureQueriesContext(connection) as captured:
        answer = ask(viewer)
    assert len(answer.away) == 12
    assert len(captured) == 1


def test_nobody_is_their_own_deputy_nor_in_a_circle(network):
    a, b, c = (network.contact(name) for name in "ABC")
    a.deputy = a
    with pytest.raises(ValidationError) as error:
        a.clean()
    assert "deputy" in error.value.message_dict
    Contact.objects.filter(pk=b.pk).update(deputy=c)
    Contact.objects.filter(pk=c.pk).update(deputy=a)
    a.deputy = Contact.objects.get(pk=b.pk)
    with pytest.raises(ValidationError) as error:
        a.clean()
    assert "deputy" in error.value.message_dict
    a.deputy = Contact.objects.get(pk=network.contact("D").pk)
    a.clean()


def test_an_absence_does_not_end_before_it_begins(network):
    absence = away(network.contact("A"), before=0, after=-1)
    with pytest.raises(ValidationError) as error:
        absence.clean()
    assert "last_day" in error.value.message_dict


def test_the_page_says_whom_to_call_now_and_who_is_away(network, member):
    deputy = network.contact("Sijaistaja", [network.jyvaskyla], phone="000 000 0777")
    absent = network.contact("Poissaolija", [network.aanekoski], deputy=deputy)
    absence = away(absent)
    always = network.contact("Aina auki", [network.aanekoski], phone="000 000 0888")
    ContactHours.objects.create(contact=always, always_open=True)
    duty = network.contact("Yöpäivystys", [network.county], is_duty_line=True)
    opened(duty, 15, 8)
    home = member.get(network.home.url, {"osio": network.section.pk, "kunta": "aanekoski"})
    page = soup(member.get(home["Location"].split("#")[0]))
    box = page.select_one("#juuri-nyt")
    text = " ".join(box.get_text(" ").split())
    for expected in ("Aina auki", "000 000 0888", "Yöpäivystys", "Poissaolija", "112"):
        assert expected in text
    assert "Sijaistaja" in text and "000 000 0777" in text
    assert str(absence.last_day.year) in text
    municipality = member.get(network.municipality_page(network.aanekoski).url).content.decode()
    assert "Sijaistaja" in municipality
    assert soup(member.get(network.section.url)).select_one("#juuri-nyt") is None


def test_who_is_for_this_very_matter_stands_before_who_is_for_more(network, ask):
    young = TargetGroup.objects.create(code="KR1.3", name_fi="Nuoret")
    other = ServiceClass.objects.create(code="P3.9", name_fi="Elatusapu")
    both = [*ServiceClass.objects.filter(code="P3.8"), other]
    nowhere = Organisation.objects.create(name_fi="Järjestö", type="association")
    network.contact("A koko maa", organisation=nowhere)
    network.contact("B alue", [network.county])
    network.contact("C monta asiaa", [network.aanekoski], classes=both)
    network.contact("D oma", [network.aanekoski])
    network.contact("E ryhmän", [network.aanekoski]).client_groups.add(young)
    expected = ["E ryhmän", "D oma", "C monta asiaa", "B alue", "A koko maa"]
    assert roles(ask(client_group=young).unknown) == expected


def test_a_former_municipality_answers_as_the_one_that_it_became(network, ask):
    network.contact("Työntekijä", [network.aanekoski])
    former = network.municipality(
        "Sumiainen",
        "770",
        valid_to=datetime.date(2006, 12, 31),
        successor=network.aanekoski,
    )
    assert roles(ask(area=former).unknown) == ["Työntekijä"]


def test_a_public_holiday_is_as_a_sunday(network, office, ask, member):
    """Christmas Eve of 2026 is a Thursday, on which the duty line begins at 15."""
    opened(network.contact("Sunnuntaisin", [network.aanekoski]), 9, 12, [6])
    eve, monday = datetime.date(2026, 12, 24), datetime.date(2026, 12, 28)
    found = ask(at=timezone.make_aware(datetime.datetime.combine(eve, datetime.time(10))))
    assert (roles(found.open), roles(found.closed)) == (["Sunnuntaisin"], ["Työntekijä"])
    assert found.closed[0].opening.opens.date() == monday
    assert found.holiday
    assert not ask().holiday


@pytest.mark.parametrize(
    ("before", "after", "is_away"), [(0, 0, True), (2, -1, False), (-1, 3, False)]
)
def test_the_first_and_the_last_day_of_an_absence_count(network, ask, before, after, is_away):
    away(network.contact("Poissaolija", [network.aanekoski]), before, after)
    assert bool(ask().away) is is_away
