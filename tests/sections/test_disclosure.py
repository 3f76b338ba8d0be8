"""A field that a reader is not shown is nowhere on the site, though its record is."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from support.members import keeps

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import (
    Contact,
    Organisation,
    Unit,
    UnitChannel,
)
from soskes_wagtail.search.models import SearchPage

LEVELS = {
    "public": {"anonymous", "reader", "foreign", "own", "administrator"},
    "members": {"reader", "foreign", "own", "administrator"},
    "own": {"own", "administrator"},
    "admins": {"administrator"},
}
#: Field group of a contact: the value planted, and a piece of it that can be searched for.
CONTACT = {
    "person_name": "Kanarialintu",
    "phone": "000 111 2223",
    "direct_phone": "000 444 5556",
    "email": "kanaria@esimerkki.example",
}


@pytest.fixture
def viewers(network, person, role):
    """name: a browser; the two editors are in the same groups."""
    own = Organisation.objects.create(
        type="municipality", name_fi="Oma kunta", area=network.aanekoski
    )
    department = Organisation.objects.create(
        type="municipality", name_fi="Oma osasto", parent=own, area=network.aanekoski
    )
    other = Organisation.objects.create(type="municipality", name_fi="Muu kunta")
    editors = role(RoleKey.MUNICIPAL_EDITOR)
    people = {
        "reader": person("lukija2", role(RoleKey.READER)),
        "foreign": person("vieras", editors),
        "own": person("oma", editors),
        "administrator": person("boss", role(RoleKey.ADMINISTRATOR)),
    }
    for name, organisation in (("foreign", other), ("own", own)):
        keeps(people[name], organisation)
    network.keeper, network.people = department, people
    clients = {"anonymous": Client()}
    for name, user in people.items():
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


@pytest.fixture
def urls(network):
    """Every page that shows contacts or service points, by what it is."""
    page = network.page(network.home, "Haku", SearchPage, slug="haku")
    network.search_url = page.url
    return lambda: {
        "municipality": network.municipality_page(network.aanekoski).url,
        "section": network.section.url,
        "chosen": f"{network.section.url}?kunta=aanekoski",
        "search by role": f"{page.url}?q=Neuvoja",
    }


def plant(network, level, **extra):
    levels = {f"{name}_audience": level for name in CONTACT}
    fields = CONTACT | levels | {"organisation": network.keeper, "audience": "public"} | extra
    return network.contact("Neuvoja", [network.aanekoski], **fields)


def read(viewers, url):
    """The text of a page by viewer; all must get the page."""
    answers = {name: client.get(url) for name, client in viewers.items()}
    assert {answer.status_code for answer in answers.values()} == {200}, url
    return {name: answer.content.decode() for name, answer in answers.items()}


def holding(texts, canary):
    return {name for name, text in texts.items() if canary in text}


def holders(viewers, url, canary):
    """Names of the viewers to whom an address says the canary."""
    return holding(read(viewers, url), canary)


@pytest.mark.parametrize("level", LEVELS)
def test_fields_of_a_contact_are_on_pages_for_their_level_only(network, viewers, urls, level):
    contact = plant(network, level)
    block = {
        "title": "Yhteys",
        "contacts": [
            {"type": "item", "value": contact.pk, "id": "00000000-0000-4000-9000-000000000001"}
        ],
        "service_classes": [],
    }
    pages = urls() | {"block": network.body(network.home, ("contacts", block)).url}
    for kind, url in pages.items():
        texts = read(viewers, url)
        for field, canary in CONTACT.items():
            never = kind == "search by role" and field == "direct_phone"
            assert holding(texts, canary) == (set() if never else LEVELS[level]), (kind, field)
        assert holding(texts, "Neuvoja") == set(viewers), kind


@pytest.mark.parametrize("level", LEVELS)
def test_nobody_finds_a_contact_by_a_person_they_are_not_shown(
    network, viewers, urls, level, capsys
):
    plant(network, level)
    urls()
    network.municipality_page(network.aanekoski)
    asked = f"{network.search_url}?q=Kanarialintu"
    assert holders(viewers, asked, "Neuvoja") == LEVELS[level]
    for name, user in {"anonymous": None, **network.people}.items():
        options = {"user": user.get_username()} if user else {}
        call_command("soskes_search", "Kanarialintu", **options)
        assert ("Neuvoja" in capsys.readouterr().out) is (name in LEVELS[level]), name
        call_command("soskes_search", "Neuvoja", **options)
        assert ("Kanarialintu" in capsys.readouterr().out) is (name in LEVELS[level]), name


SHELTER = {
    "street_fi": "Kanariakuja 7",
    "postal_code": "44111",
    "post_office_fi": "Kanariala",
    "address_note_fi": "Kanariaportista sisään",
    "postal_address_fi": "PL 987654",
    "latitude": "62.123456",
    "longitude": "25.654321",
}


@pytest.mark.parametrize("level", LEVELS)
def test_the_address_and_numbers_of_a_shelter_keep_to_their_level(network, viewers, urls, level):
    levels = {"address_audience": level, "phone_audience": level}
    unit = network.unit(
        "Turvakoti", network.aanekoski, organisation=network.keeper, **SHELTER, **levels
    )
    for kind, value in (("phone", "000 777 8889"), ("sms", "000 777 8880")):
        UnitChannel.objects.create(unit=unit, kind=kind, value=value)
    UnitChannel.objects.create(unit=unit, kind="web", value="https://turva.example/")
    network.service("Turvakotipalvelu", unit)
    pages = urls()
    texts = read(viewers, pages["municipality"])
    for canary in (*SHELTER.values(), "000 777 8889", "000 777 8880"):
        assert holding(texts, canary) == LEVELS[level], canary
    assert holding(texts, "https://turva.example/") == set(viewers)
    for kind in ("section", "chosen"):
        texts = read(viewers, pages[kind])
        for canary in ("Kanariakuja 7", "62.123456", "000 777 8889"):
            assert holding(texts, canary) == LEVELS[level], canary
    found = f"{network.search_url}?q="
    assert holders(viewers, f"{found}Turvakoti", "Kanariakuja 7") == LEVELS[level]
    assert holders(viewers, f"{found}Kanariakuja", "Turvakoti") == LEVELS[level]


def test_what_one_editor_is_shown_is_not_kept_for_the_next(network, viewers, urls, settings):
    """Both are in the same groups: only whose records they keep tells them apart."""
    settings.SOSKES = {**getattr(settings, "SOSKES", {}), "PAGE_CACHE_SECONDS": 60}
    plant(network, "own")
    url = urls()["chosen"]
    for order in (("own", "foreign", "own"), ("foreign", "own")):
        cache.clear()
        for name in order:
            text = viewers[name].get(url).content.decode()
            assert ("Kanarialintu" in text) is (name == "own")


def test_a_level_narrowed_holds_at_the_next_request(network, viewers, urls):
    contact = plant(network, "public")
    url = urls()["municipality"]
    assert "reader" in holders(viewers, url, "Kanarialintu")
    Contact.objects.filter(pk=contact.pk).update(person_name_audience="admins")
    assert holders(viewers, url, "Kanarialintu") == {"administrator"}


def test_a_direct_line_is_for_professionals_unless_said_otherwise():
    assert Contact().direct_phone_audience == "members"
    assert Contact().phone_audience == Unit().address_audience == "public"


def test_somebody_who_left_the_network_is_no_longer_of_the_organisation(network, viewers, urls):
    plant(network, "own")
    network.people["own"].groups.clear()
    url = urls()["municipality"]
    assert holders(viewers, url, "Kanarialintu") == {"administrator"}
