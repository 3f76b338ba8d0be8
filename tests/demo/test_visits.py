"""What people meet at the demo, click by click."""

import pytest

HEALTH_PAGES = ["/sairaala/", "/paivystys/", "/laboratorio/", "/terveysasemat/", "/yhteystiedot/"]
CHILD_WELFARE = "tel:0000000106"  # Äänekoski, see demo_data/records.json
MEMBERS = ["lukija", "muokkaaja", "osiomuokkaaja", "moderaattori", "yllapitaja", "admin"]


def test_soskes_asks_a_stranger_to_sign_in(visitor):
    assert not visitor.links_to("/soskes")
    visitor.visit("/soskes/lastensuojelu/")
    assert visitor.path == "/kirjaudu/"
    assert "Lastensuojelu" not in visitor.text
    assert visitor.page.find("input", type="password")


def test_signing_in_leads_to_the_page_that_was_asked_for(visitor, accounts):
    visitor.visit("/soskes/lastensuojelu/").log_in("lukija", accounts["lukija"])
    assert visitor.path == "/soskes/lastensuojelu/"
    assert visitor.status == 200


@pytest.mark.parametrize("clicks", [["Lastensuojelu"], ["Kuntahakemisto", "Äänekoski"]])
def test_the_child_welfare_contact_is_two_clicks_away(signed_in, clicks):
    reader = signed_in("lukija").visit("/soskes/")
    assert not reader.links_to(CHILD_WELFARE)
    for text in clicks:
        reader.click(text, within="main")
    assert reader.status == 200
    assert reader.links_to(CHILD_WELFARE)
    assert "Äänekoski" in reader.text


def test_the_section_says_which_law_applies(signed_in):
    reader = signed_in("lukija").visit("/soskes/").click("Lastensuojelu", within="main")
    assert "417/2007" in reader.text
    assert any("/2007/417" in address for address in reader.links_to("https://"))


@pytest.mark.parametrize("name", MEMBERS)
def test_every_role_gets_in(signed_in, name):
    member = signed_in(name).click("SosKes", within=".mk-menu")
    assert (member.path, member.status) == ("/soskes/", 200)


@pytest.mark.parametrize(
    ("name", "status"),
    [("muokkaaja", 200), ("osiomuokkaaja", 200), ("moderaattori", 200), ("yllapitaja", 200)],
)
def test_editors_get_into_the_admin(signed_in, name, status):
    editor = signed_in(name).visit("/admin/")
    assert (editor.path, editor.status) == ("/admin/", status)


@pytest.mark.parametrize("name", ["lukija", "medikes"])
def test_others_do_not_get_into_the_admin(signed_in, name):
    assert signed_in(name).visit("/admin/").path != "/admin/"


def test_somebody_without_a_role_sees_no_soskes(signed_in):
    outsider = signed_in("medikes")
    for path in ["/", *HEALTH_PAGES, "/haku/?query=lastensuojelu"]:
        outsider.visit(path)
        assert outsider.status == 200
        assert not outsider.links_to("/soskes")
    outsider.visit("/soskes/")
    assert outsider.path == "/kirjaudu/"
    assert "jolla ei ole oikeutta" in outsider.text


@pytest.mark.parametrize("name", [None, "medikes", "lukija"])
def test_health_pages_are_for_everybody(visitor, signed_in, name):
    somebody = signed_in(name) if name else visitor
    for path in HEALTH_PAGES:
        somebody.visit(path)
        assert (somebody.path, somebody.status) == (path, 200)
        assert somebody.page.h1


def test_the_hosts_own_search_finds_the_hosts_pages(visitor):
    visitor.click("Haku", within=".mk-menu")
    visitor.submit(visitor.page.find("form", role="search"), query="laboratorio")
    assert visitor.path == "/haku/"
    assert "/laboratorio/" in visitor.links_to("/")


def test_signing_out_closes_soskes(signed_in):
    reader = signed_in("lukija").visit("/soskes/")
    reader.submit(reader.page.find("form", action="/kirjaudu/ulos/"))
    assert reader.visit("/soskes/").path == "/kirjaudu/"


def test_swedish_pages_are_swedish_and_as_closed_as_the_finnish_ones(visitor, accounts):
    visitor.visit("/sv/soskes/barnskydd/")
    assert visitor.path == "/sv/kirjaudu/"
    visitor.log_in("lukija", accounts["lukija"])
    assert (visitor.path, visitor.status) == ("/sv/soskes/barnskydd/", 200)
    assert visitor.page.html["lang"] == "sv"
    assert "Socialarbetare inom barnskyddet, Äänekoski" in visitor.text
    laws = [a for a in visitor.links_to("https://") if "finlex" in a and "417" in a]
    assert laws
    assert all("/sv/" in address for address in laws)


def test_the_front_page_is_there_in_swedish(visitor):
    visitor.click("På svenska")
    assert visitor.status == 200
    assert visitor.page.h1.get_text() == "Hälsa för hela landskapet"
    assert "/sv/laboratoriet/" in visitor.links_to("/sv/")


def test_what_a_page_needs_is_served(visitor):
    sheets = [link["href"] for link in visitor.page.select('link[rel="stylesheet"]')]
    assert sheets
    for sheet in sheets:
        assert visitor.visit(sheet).status == 200
