"""Who is not shown a field finds nobody by it, counts nobody by it and reads it nowhere."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from soskes_wagtail.access import RoleKey, Viewer, can_see, visible_to
from soskes_wagtail.directory_snippets.models import (
    Area,
    Licence,
    NetworkRole,
    Organisation,
    Profile,
    ProfileAbsence,
)
from soskes_wagtail.directory_snippets.people.photos import keep_photo
from soskes_wagtail.directory_snippets.people.search import expertise_in_use

GROUPS = {
    "phone": "000 000 4711",
    "email": "kanaria@esimerkki.example",
    "areas": "Kanariasaari",
    "expertise": "Kanarianhoito",
    "languages": "vietnam",
    "network_roles": "Kanariakouluttaja",
    "absence": "Kanarialomalla",
}


@pytest.fixture
def canary(people):
    """A person whose every field has a text that is nowhere else."""
    island = Area.objects.create(
        kind="municipality", code="901", name_fi="Kanariasaari", wellbeing_county=people.county
    )
    role = NetworkRole.objects.create(name_fi="Kanariakouluttaja")
    profile = people.profile(
        "Kaisa Ranta",
        phone=GROUPS["phone"],
        email=GROUPS["email"],
        areas=[island],
        expertise=[GROUPS["expertise"]],
        languages=["vi"],
        roles=[role],
        ask_me="Kanariakouluttaja kertoo",
    )
    today = timezone.localdate()
    ProfileAbsence.objects.create(
        profile=profile, first_day=today, last_day=today, note=GROUPS["absence"]
    )
    picture = io.BytesIO()
    Image.new("RGB", (50, 50), "yellow").save(picture, "JPEG")
    keep_photo(profile, picture.getvalue())
    return profile


def everywhere(client, people, profile) -> str:
    """All that a browser is sent about people, in one text."""
    base = people.search.url
    answers = [client.get(base), client.get(base, {"nakyma": "kortit"})]
    answers += [client.get(base, {"q": "Ranta"}), client.get(f"{base}{profile.pk}/")]
    answers += [client.get(f"{base}{profile.pk}/vcard/")]
    assert {answer.status_code for answer in answers} == {200}
    return "".join(answer.content.decode() for answer in answers).replace("\r\n ", "").lower()


def finds(client, people, **query) -> bool:
    return "Kaisa Ranta" in client.get(people.search.url, query).content.decode()


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("level", ["own", "admins"])
def test_a_hidden_field_is_nowhere(group, level, people, canary, member):
    text = GROUPS[group].lower()
    assert text in everywhere(member, people, canary)
    setattr(canary, f"{group}_audience", level)
    canary.save()
    assert text not in everywhere(member, people, canary)
    assert not finds(member, people, q=GROUPS[group])
    assert not finds(member, people, q=GROUPS[group][:-2])


@pytest.mark.parametrize("group", GROUPS)
def test_administrators_are_shown_everything(group, people, canary, client):
    setattr(canary, f"{group}_audience", "admins")
    canary.save()
    client.force_login(people.member("boss", key=RoleKey.ADMINISTRATOR))
    assert GROUPS[group].lower() in everywhere(client, people, canary)


@pytest.mark.parametrize("group", GROUPS)
def test_own_is_for_those_who_keep_the_organisation(group, people, canary, client):
    setattr(canary, f"{group}_audience", "own")
    canary.save()
    for organisation, sees in ((people.town, True), (people.city, False)):
        editor = people.member(
            f"editor{organisation.pk}", organisation, key=RoleKey.MUNICIPAL_EDITOR
        )
        client.force_login(editor)
        assert (GROUPS[group].lower() in everywhere(client, people, canary)) is sees


@pytest.mark.parametrize(
    ("group", "parameter", "value"),
    [
        ("areas", "kunta", "kanariasaari"),
        ("expertise", "osaaminen", "kanarianhoito"),
        ("languages", "kieli", "vi"),
        ("network_roles", "rooli", None),
    ],
)
def test_a_hidden_choice_counts_and_finds_nobody(group, parameter, value, people, canary, member):
    value = value or canary.network_roles.get().pk
    assert finds(member, people, **{parameter: value})
    setattr(canary, f"{group}_audience", "admins")
    canary.save()
    assert not finds(member, people, **{parameter: value})
    page = member.get(people.search.url, {parameter: value}).content.decode()
    # What was asked for comes back in no select and in no count.
    assert GROUPS[group].lower() not in page.lower().replace(f"{parameter}=", "")


def test_a_phone_number_finds_nobody_even_where_it_is_shown(people, canary, member):
    assert not finds(member, people, q="4711")
    assert not finds(member, people, q="kanaria@esimerkki")


def test_a_hidden_photo_is_not_sent(people, canary, member, client):
    url = f"{people.search.url}{canary.pk}/kuva/"
    answer = member.get(url)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert "private" in answer["Cache-Control"]
    canary.photo_audience = "admins"
    canary.save()
    assert member.get(url).status_code == 404
    assert "/kuva/" not in member.get(people.search.url, {"nakyma": "kortit"}).content.decode()
    client.logout()
    assert client.get(url).status_code == 302


def test_suggestions_hold_nothing_hidden(people, canary, reader):
    assert GROUPS["expertise"] in expertise_in_use(Viewer(reader))
    canary.expertise_audience = "admins"
    canary.save()
    assert GROUPS["expertise"] not in expertise_in_use(Viewer(reader))


def test_who_has_left_is_nowhere(people, canary, member, reader):
    base = people.search.url
    assert can_see(reader, canary)
    people.end(canary)
    assert not can_see(reader, canary)
    for rest in ("", f"{canary.pk}/", f"{canary.pk}/vcard/", f"{canary.pk}/kuva/"):
        answer = member.get(base + rest)
        assert answer.status_code == (200 if rest == "" else 404)
        assert b"Kaisa Ranta" not in answer.content
        assert b"Kanaria" not in answer.content


def test_a_licence_that_has_ended_takes_its_people_out(people, canary, client):
    client.force_login(people.member("toinen", people.city))
    assert finds(client, people)
    Licence.objects.filter(organisation=people.town).update(valid_until="2020-02-02")
    assert not finds(client, people)
    assert client.get(f"{people.search.url}{canary.pk}/").status_code == 404


def test_a_stand_in_is_shown_as_far_as_colleagues_see_them(people, canary, member):
    stand_in = people.profile("Sirpa Sijainen", phone="000 000 0815")
    absence = canary.absences.get()
    absence.stand_in = stand_in
    absence.save()
    page = f"{people.search.url}{canary.pk}/"
    assert "000 000 0815" in member.get(page).content.decode()
    stand_in.phone_audience = "admins"
    stand_in.save()
    text = member.get(page).content.decode()
    assert "Sirpa Sijainen" in text and "000 000 0815" not in text
    people.end(stand_in)
    assert "Sirpa Sijainen" not in member.get(page).content.decode()


def test_a_hidden_organisation_is_not_named(people, canary, member):
    Organisation.objects.filter(pk=people.town.pk).update(audience="admins")
    text = everywhere(member, people, canary)
    assert "äänekosken kaupunki" not in text
    assert not finds(member, people, q="Äänekosken kaupunki")
    assert not finds(member, people, organisaatio=people.town.pk)


@pytest.mark.parametrize("who", ["nobody", "outsider"])
def test_only_members_see_people(who, people, canary, client, person):
    if who == "outsider":
        client.force_login(person("medikes"))
    for rest in ("", f"{canary.pk}/", f"{canary.pk}/vcard/", f"{canary.pk}/kuva/"):
        answer = client.get(people.search.url + rest)
        assert answer.status_code == 302 and b"Kaisa" not in answer.content
    # And where somebody has opened the branch by mistake: the page, and nobody on it.
    people.home.get_view_restrictions().delete()
    assert b"Kaisa" not in client.get(people.search.url).content
    for rest in (f"{canary.pk}/", f"{canary.pk}/vcard/", f"{canary.pk}/kuva/"):
        assert client.get(people.search.url + rest).status_code == 404
    viewer = Viewer(person("muu"))
    assert not visible_to(viewer, Profile.objects.all()).exists()
