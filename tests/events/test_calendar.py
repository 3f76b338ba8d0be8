import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar

HELSINKI = ZoneInfo("Europe/Helsinki")


def calendar_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(response.content)


def test_one_event_as_icalendar(client, make_event):
    start = datetime.datetime(2027, 3, 26, 9, 0, tzinfo=HELSINKI)
    make_event(
        "Lastensuojelun päivä; osa 1, aamu",
        slug="paiva",
        starts_at=start,
        ends_at=start + datetime.timedelta(hours=3),
        place="Jyväskylä, Hannikaisenkatu 1",
        online_url="https://video.example/abc",
        summary="Arjen tilanteita.",
    )
    calendar = calendar_of(client, "/tapahtumat/paiva/kalenteri/")
    (event,) = calendar.walk("VEVENT")
    assert str(event["summary"]) == "Lastensuojelun päivä; osa 1, aamu"
    assert event.decoded("dtstart") == start
    assert event["dtstart"].params["TZID"] == "Europe/Helsinki"
    assert str(event["location"]) == "Jyväskylä, Hannikaisenkatu 1"
    assert "https://video.example/abc" in str(event["description"])
    assert str(event["url"]) == "http://testserver/tapahtumat/paiva/"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Helsinki"]


def test_nine_stays_nine_over_the_change_of_summer_time(client, make_event):
    for number, day in enumerate((26, 29)):  # summer time begins on 28 March 2027
        make_event(
            f"Aamu {number}",
            starts_at=datetime.datetime(2027, 3, day, 9, 0, tzinfo=HELSINKI),
            ends_at=None,
        )
    events = calendar_of(client, "/tapahtumat/kalenteri/").walk("VEVENT")
    assert [event.decoded("dtstart").hour for event in events] == [9, 9]
    assert len({event.decoded("dtstart").utcoffset() for event in events}) == 2


def test_an_all_day_event_ends_on_the_day_after(client, make_event):
    make_event(
        "Päivät",
        slug="paivat",
        all_day=True,
        starts_at=datetime.datetime(2027, 5, 4, 0, 0, tzinfo=HELSINKI),
        ends_at=datetime.datetime(2027, 5, 5, 0, 0, tzinfo=HELSINKI),
    )
    (event,) = calendar_of(client, "/tapahtumat/paivat/kalenteri/").walk("VEVENT")
    assert event.decoded("dtstart") == datetime.date(2027, 5, 4)
    assert event.decoded("dtend") == datetime.date(2027, 5, 6)


def test_a_closed_organiser_is_not_named(client, make_event):
    from soskes_wagtail.directory_snippets.models import Organisation

    hidden = Organisation.objects.create(type="company", name_fi="Piilofirma", audience="admins")
    make_event("Kurssi", slug="kurssi", organiser=hidden)
    response = client.get("/tapahtumat/kurssi/")
    assert response.status_code == 200
    assert "Piilofirma" not in response.content.decode()
