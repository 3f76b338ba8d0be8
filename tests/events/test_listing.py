import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.sections.models import EventPage


def get(client, path=""):
    response = client.get(f"/tapahtumat/{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_upcoming_events_soonest_first_and_past_ones_apart(client, make_event):
    make_event("Myöhempi", days=9)
    make_event("Pian", days=2)
    make_event("Ollut", days=-3)
    html = get(client)
    assert html.index("Pian") < html.index("Myöhempi")
    assert "Ollut" not in html
    past = get(client, "?menneet=1")
    assert "Ollut" in past
    assert "Pian" not in past


def test_an_event_that_is_going_on_is_upcoming(client, make_event):
    now = timezone.now()
    make_event("Kesken", starts_at=now - datetime.timedelta(hours=1))
    assert "Kesken" in get(client)


def test_an_event_without_an_end_is_upcoming_until_its_day_is_over(client, make_event):
    noon = timezone.localtime().replace(hour=0, minute=1)
    event = make_event("Tänään", starts_at=noon, ends_at=None)
    make_event("Eilen", starts_at=noon - datetime.timedelta(days=1), ends_at=None)
    html = get(client)
    assert "Tänään" in html
    assert "Eilen" not in html
    assert not event.is_past


def test_filters_by_municipality_and_tag_and_forgets_what_means_nothing(client, make_event):
    area = Area.objects.create(kind="municipality", code="992", name_fi="Äänekoski")
    there = make_event("Äänekoskella", days=1)
    there.areas.add(area)
    there.tags.add("laki")
    there.save()
    make_event("Muualla", days=1)
    for query in ("?kunta=aanekoski", "?aihe=laki"):
        html = get(client, query)
        assert "Äänekoskella" in html
        assert "Muualla" not in html
    for query in ("?osio=xyz", "?osio=²", "?kunta=%00", "?page=99999", "?osio=" + "9" * 500):
        get(client, query)
    assert "Muualla" not in get(client, "?kunta=eiole")


def test_a_closed_event_shows_nowhere_in_list_filter_or_calendar(client, make_event, close, member):
    area = Area.objects.create(kind="municipality", code="495", name_fi="Salakunta")
    event = make_event("Salainenkoulutus", days=1)
    event.areas.add(area)
    event.tags.add("salatagi")
    event.save()
    close(event)
    make_event("Avoin", days=1)
    for path in ("", "?menneet=1", "kalenteri/", "?kunta=salakunta", "?aihe=salatagi"):
        content = get(client, path).replace("?kunta=salakunta", "").replace("?aihe=salatagi", "")
        for canary in ("Salainenkoulutus", "Salakunta", "salainenkoulutus"):
            assert canary not in content, path
    assert client.get("/tapahtumat/salainenkoulutus/").status_code == 302
    assert client.get("/tapahtumat/salainenkoulutus/kalenteri/").status_code == 302
    client.force_login(member)
    assert "Salainenkoulutus" in get(client)
    assert "Salainenkoulutus" in get(client, "kalenteri/")


@pytest.mark.parametrize("user", ["anonymous", "member"])
def test_as_many_queries_for_ten_events_as_for_two_hundred(
    client, make_event, member, django_assert_max_num_queries, user
):
    if user == "member":
        client.force_login(member)
    counts = []
    for batch in (10, 190):
        for number in range(batch):
            event = make_event(f"Koulutus {batch} {number}", days=1 + number)
            if batch == 10:
                event.tags.add("laki", "arki")
                event.save()
        get(client)
        with django_assert_max_num_queries(40) as captured:
            get(client)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_event_cannot_end_before_it_starts(listing):
    now = timezone.now()
    event = EventPage(title="x", starts_at=now, ends_at=now - datetime.timedelta(minutes=1))
    with pytest.raises(ValidationError) as caught:
        event.clean()
    assert "ends_at" in caught.value.message_dict
