"""One's own profile: kept without the admin, complete, up to date, without client data."""

import datetime
import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from support.forms import filled_form
from support.html import faults, soup

from soskes_wagtail.directory_snippets.models import Expertise, Profile
from soskes_wagtail.directory_snippets.people.expertise import known_names

FORM = "form.soskes-profile-form"


@pytest.fixture
def url(people):
    return people.own.url


def sent(client, url, **changes):
    data = filled_form(client.get(url), FORM)
    return client.post(url, data | changes, follow=True)


def test_a_member_fills_in_and_changes_a_profile(people, member, reader, url):
    page = soup(member.get(url))
    assert faults(page) == []
    assert "Äänekosken kaupunki" in page.get_text(" ")
    answer = sent(
        member,
        url,
        name="Leena Lukija",
        title="Sosiaaliohjaaja",
        phone="000 000 0042",
        phone_audience="admins",
        languages=["fi", "so"],
        areas=[people.aanekoski.pk],
        network_roles=[people.trainer.pk],
        ask_me="Kehitysvammaisten asuminen",
        new_expertise=["Kehitysvammaisuus", "", "Asuminen"],
    )
    assert "Profiilisi on tallennettu." in answer.content.decode()
    profile = Profile.objects.get(user=reader)
    assert (profile.name, profile.title, profile.phone_audience) == (
        "Leena Lukija",
        "Sosiaaliohjaaja",
        "admins",
    )
    assert profile.languages == ["fi", "so"]
    assert list(profile.areas.all()) == [people.aanekoski]
    assert sorted(tag.name for tag in profile.expertise.all()) == ["Asuminen", "Kehitysvammaisuus"]
    page = soup(member.get(f"{people.search.url}{profile.pk}/"))
    assert "Kehitysvammaisten asuminen" in page.get_text(" ")
    asuminen = Expertise.objects.get(name="Asuminen")
    sent(member, url, known_expertise=[asuminen.pk], areas=[])
    profile = Profile.objects.get(user=reader)
    assert [tag.name for tag in profile.expertise.all()] == ["Asuminen"]
    assert not profile.areas.exists() and profile.name == "Leena Lukija"


def test_looking_makes_no_profile(member, url):
    member.get(url)
    assert not Profile.objects.exists()


@pytest.mark.parametrize("field", ["name", "title", "ask_me", "new_expertise"])
def test_client_data_is_refused_and_nothing_is_lost(field, member, url):
    changes = {"name": "Leena Lukija", "title": "Ohjaaja", field: "Asiakas 131052-308T"}
    answer = sent(member, url, **changes)
    text = answer.content.decode()
    assert "henkilötunnus" in text and "Mitään ei vielä tallennettu" in text
    assert not Profile.objects.exists()
    assert filled_form(answer, FORM)["title"] == changes["title"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"phone": "soita minulle"},
        {"email": "ei osoite"},
        {"phone_audience": "public"},
        {"phone_audience": "x"},
        {"languages": ["klingon"]},
        {"areas": ["999999"]},
        {"areas": ["x"]},
        {"network_roles": ["\x00"]},
        {"title": "a\x00b"},
        {"name": "a" * 151},
        {"new_expertise": "x" * 61},
        {"new_expertise": "!!!"},
        {"new_expertise": ", ".join(f"Aihe {number}" for number in range(30))},
        {"poissaolot-0-first_day": "2030-01-02", "poissaolot-0-last_day": "2030-01-01"},
        {"poissaolot-0-first_day": "x"},
        {"poissaolot-TOTAL_FORMS": "x"},
        {"poissaolot-0-first_day": "2030-01-01", "poissaolot-0-stand_in": "999999"},
    ],
)
def test_what_is_wrong_is_said(wrong, member, url):
    answer = sent(member, url, **({"name": "Leena Lukija"} | wrong))
    assert answer.status_code == 200
    assert "Mitään ei vielä tallennettu" in answer.content.decode()
    assert not Profile.objects.exists()


def picture(kind="JPEG", size=(900, 600), **options) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "green").save(written, kind, **options)
    return written.getvalue()


def bomb() -> bytes:
    """A picture of a few bytes that says it is 20,000 by 20,000."""
    small = bytearray(picture("PNG", (1, 1)))
    small[16:24] = struct.pack(">II", 20_000, 20_000)
    small[29:33] = struct.pack(">I", zlib.crc32(small[12:29]))
    return bytes(small)


def test_a_photo_becomes_small_and_loses_what_the_camera_wrote(people, member, reader, url):
    exif = Image.Exif()
    exif[0x010E] = "Kotiosoite: Kanariankatu 1"
    exif[0x0112] = 6
    upload = picture(exif=exif)
    assert b"Kanariankatu" in upload
    sent(member, url, name="Leena", photo=SimpleUploadedFile("kuva.jpg", upload, "image/jpeg"))
    photo = Profile.objects.get(user=reader).photo
    data = bytes(photo.data)
    assert b"Kanariankatu" not in data and len(data) < 40_000
    kept = Image.open(io.BytesIO(data))
    assert kept.size == (320, 320) and not kept.getexif()
    assert member.get(f"{url}kuva/").content == data
    sent(member, url)
    assert bytes(Profile.objects.get(user=reader).photo.data) == data
    sent(member, url, remove_photo="on")
    assert not hasattr(Profile.objects.get(user=reader), "photo")
    assert member.get(f"{url}kuva/").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"no picture",
        b"",
        picture()[:200],
        picture("GIF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        bomb(),
    ],
    ids=["text", "empty", "half", "gif", "svg", "bomb"],
)
def test_what_is_no_picture_is_refused(content, member, url):
    answer = sent(member, url, name="Leena", photo=SimpleUploadedFile("k.jpg", content))
    assert "Mitään ei vielä tallennettu" in answer.content.decode()
    assert not Profile.objects.exists()


def test_the_same_expertise_is_written_in_one_way(people, member, reader, url):
    people.profile("Toinen", expertise=["Omaishoito", "Päihdetyö"])
    answer = sent(member, url, name="Leena", new_expertise=["omaishoidon", " PÄIHDE-työ "])
    assert Expertise.objects.count() == 2
    text = answer.content.decode()
    assert "omaishoidon" in text and "Omaishoito" in text
    assert {tag.name for tag in Profile.objects.get(user=reader).expertise.all()} == {
        "Omaishoito",
        "Päihdetyö",
    }


@pytest.mark.parametrize(
    ("known", "written", "is_same"),
    [
        ("Lastensuojelu", "lastensuojelun", True),
        ("Vanhukset", "vanhus", True),
        ("Kotihoito", "kotihoidossa", True),
        ("Vammaiset", "vammainen", True),
        ("Päihdetyö", "päihde työ", True),
        ("Velkaneuvonta", "velkaneuvonnan", True),
        ("Toimeentulotuki", "toimeentulotuen", True),
        ("Nuorten mielenterveys", "nuorten  mielenterveyttä", True),
        ("Perhe", "perhetyö", False),
        ("Lastensuojelu", "lastensuojelulaki", False),
        ("Sovittelu", "sovittelija", False),
        ("Kuntoutus", "kuntoutuja", False),
        ("Vanhus", "vanhuus", False),
        ("Päihdetyö", "perhetyö", False),
        ("Kieli", "kielto", False),
    ],
)
def test_forms_of_a_word_are_one_and_other_words_are_not(db, known, written, is_same):
    Expertise.objects.create(name=known, slug="x")
    assert (known_names([written]) == [known]) is is_same


def test_suggestions_stand_in_the_page_without_a_script(people, member, url):
    people.profile("Toinen", expertise=["Omaishoito"])
    page = soup(member.get(url))
    boxes = page.select('input[name="new_expertise"]')
    assert len(boxes) == 3
    for box in boxes:
        options = page.select(f"datalist#{box['list']} option")
        assert "Omaishoito" in [option["value"] for option in options]


def test_a_hint_says_what_is_missing(member, reader, url):
    def hint():
        return soup(member.get(url)).select_one(".soskes-complete").get_text(" ")

    assert "puhelinnumero" in hint() and " 0 %" in hint()
    sent(member, url, name="Leena", phone="000 000 0001")
    assert "puhelinnumero" not in hint() and "osaamisalueet" in hint()


def test_a_stale_profile_is_confirmed_with_one_click(member, reader, url, settings):
    today = timezone.localdate()
    profile = Profile.objects.create(user=reader, name="Leena")
    Profile.objects.update(confirmed_on=today - datetime.timedelta(days=170))
    assert not soup(member.get(url)).select(f'form[action="{url}ajan-tasalla/"]')
    Profile.objects.update(confirmed_on=today - datetime.timedelta(days=190))
    assert soup(member.get(url)).select(f'form[action="{url}ajan-tasalla/"]')
    assert member.get(f"{url}ajan-tasalla/").status_code == 405
    answer = member.post(f"{url}ajan-tasalla/", follow=True)
    assert "ajan tasalla" in answer.content.decode()
    profile.refresh_from_db()
    assert profile.confirmed_on == today
    Profile.objects.update(confirmed_on=today - datetime.timedelta(days=190))
    settings.SOSKES = {"PROFILE_STALE_MONTHS": 0, "PAGE_CACHE_SECONDS": 0}
    assert not soup(member.get(url)).select(f'form[action="{url}ajan-tasalla/"]')


def test_absences_with_a_stand_in_of_the_own_organisation(people, member, reader, url):
    sent(member, url, name="Leena")
    stand_in = people.profile("Sirpa Sijainen", people.town)
    stranger = people.profile("Ville Vieras", people.city)
    options = [o["value"] for o in soup(member.get(url)).select("select[name$=stand_in] option")]
    assert str(stand_in.pk) in options and str(stranger.pk) not in options
    today = timezone.localdate().isoformat()
    absence = {"poissaolot-0-first_day": today, "poissaolot-0-last_day": today}
    sent(member, url, **absence, **{"poissaolot-0-stand_in": str(stand_in.pk)})
    profile = Profile.objects.get(user=reader)
    assert profile.absences.get().stand_in == stand_in
    text = soup(member.get(f"{people.search.url}{profile.pk}/")).get_text(" ")
    assert "Sirpa Sijainen" in text
    answer = sent(member, url, **{"poissaolot-1-stand_in": str(stranger.pk)})
    assert "Mitään ei vielä tallennettu" in answer.content.decode()
    sent(member, url, **{"poissaolot-0-DELETE": "on"})
    assert not Profile.objects.get(user=reader).absences.exists()


def test_a_profile_can_be_deleted(member, reader, url):
    sent(member, url, name="Leena")
    assert "Leena" not in soup(member.get(f"{url}poista/")).select_one("h1").get_text()
    assert Profile.objects.exists()
    member.post(f"{url}poista/", follow=True)
    assert not Profile.objects.exists()
    assert member.post(f"{url}poista/", follow=True).status_code == 200


@pytest.mark.parametrize("rest", ["", "ajan-tasalla/", "poista/", "kuva/", "tietoni/"])
def test_only_members_have_a_profile(rest, people, client, person, url):
    assert client.get(url + rest).status_code == 302
    client.force_login(person("medikes"))
    assert client.get(url + rest).status_code == 302
    people.home.get_view_restrictions().delete()
    assert client.post(url + rest, {"name": "Ulkopuolinen"}).status_code == 403
    client.logout()
    assert client.get(url + rest).status_code == 302
    assert not Profile.objects.exists()


def test_a_page_of_ones_own_is_kept_nowhere(member, url):
    for rest in ("", "tietoni/", "tietoni/lataa/"):
        assert "no-store" in member.get(url + rest)["Cache-Control"]


def test_the_way_to_it_stands_above_every_page(people, member, client, person, url):
    def strip(visitor):
        return [a["href"] for a in soup(visitor.get(people.home.url)).select(".soskes-strip a")]

    assert url in strip(member)
    people.home.get_view_restrictions().delete()
    client.force_login(person("medikes"))
    assert url not in strip(client)
    client.logout()
    assert url not in strip(client)
