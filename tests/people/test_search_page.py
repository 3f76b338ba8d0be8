"""Finding people: by words, by choices with counts, as a list and as cards, with a page each."""

import pytest
from support.html import faults, soup


@pytest.fixture
def known(people):
    return {
        "virtanen": people.profile(
            "Maija Virtanen",
            title="Sosiaalityöntekijä",
            phone="000 000 0001",
            email="maija@esimerkki.example",
            areas=[people.aanekoski],
            expertise=["Lastensuojelu", "Sijaishuolto"],
            roles=[people.consultant],
            languages=["fi", "sv"],
        ),
        "makinen": people.profile(
            "Anna-Liisa Mäkinen",
            people.city,
            title="Johtava sosiaalityöntekijä",
            expertise=["Päihdetyö"],
            languages=["fi"],
        ),
        "salmi": people.profile(
            "Pekka Salmi", people.city, title="Sosiaaliohjaaja", areas=[people.county]
        ),
    }


def names(client, people, **query):
    page = soup(client.get(people.search.url, query))
    assert faults(page) == []
    return [heading.get_text(strip=True) for heading in page.select(".soskes-people h3")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Virtanen", ["Maija Virtanen"]),
        ("virta", ["Maija Virtanen"]),
        ("maija virt", ["Maija Virtanen"]),
        ("Virtannen", ["Maija Virtanen"]),
        ("Vitranen", ["Maija Virtanen"]),
        ("makinen", ["Anna-Liisa Mäkinen"]),
        ("Mäkkinen anna", ["Anna-Liisa Mäkinen"]),
        ("sosiaalityöntekijä", ["Anna-Liisa Mäkinen", "Maija Virtanen"]),
        ("aija", ["Maija Virtanen"]),
        ("sijaishuolto", ["Maija Virtanen"]),
        ("sijaishoulto", ["Maija Virtanen"]),
        ("Jyväskylän", ["Anna-Liisa Mäkinen", "Pekka Salmi"]),
        ("Äänekoski", ["Pekka Salmi", "Maija Virtanen"]),
        ("Äänekosken kaupunki", ["Maija Virtanen"]),
        ("verkostokonsultti", ["Maija Virtanen"]),
        ("Korhonen", []),
        ("!!", []),
        ("", ["Anna-Liisa Mäkinen", "Pekka Salmi", "Maija Virtanen"]),
    ],
)
def test_people_are_found_by_words(people, known, member, words, found):
    assert names(member, people, q=words) == found


def test_choices_narrow_and_count(people, known, member):
    assert names(member, people, kunta="aanekoski") == ["Pekka Salmi", "Maija Virtanen"]
    assert names(member, people, kunta="jyvaskyla") == ["Anna-Liisa Mäkinen", "Pekka Salmi"]
    assert names(member, people, organisaatio=people.city.pk, kunta="aanekoski") == ["Pekka Salmi"]
    assert names(member, people, kieli="sv") == ["Maija Virtanen"]
    assert names(member, people, rooli=people.consultant.pk) == ["Maija Virtanen"]
    slug = known["makinen"].expertise.get().slug
    assert names(member, people, osaaminen=slug) == ["Anna-Liisa Mäkinen"]
    assert names(member, people, osaaminen="ei-ole") == []
    page = soup(member.get(people.search.url, {"kunta": "aanekoski"}))
    counts = {
        option.get_text(strip=True)
        for option in page.select("select option")
        if option.get("value")
    }
    # Another municipality can be chosen instead; the other choices count what is left.
    assert {"Äänekoski (2)", "Jyväskylä (2)", "Jyväskylän kaupunki (1)", "ruotsi (1)"} <= {
        text[:1] + text[1:] if text.startswith(("Ä", "J")) else text.lower() for text in counts
    }


def test_the_address_keeps_everything_over_pages_and_shapes(people, member):
    for number in range(30):
        people.profile(f"Henkilö {number:02}", title="Ohjaaja")
    page = soup(member.get(people.search.url, {"q": "ohjaaja", "nakyma": "kortit", "page": "2"}))
    assert len(page.select(".soskes-person")) == 6
    assert "30 henkilöä" in page.get_text(" ")
    hrefs = [a["href"] for a in page.select(".soskes-pagination a")]
    assert any("q=ohjaaja" in href and "nakyma=kortit" in href for href in hrefs)
    assert page.select_one(".soskes-people-bar a")["href"] == f"{people.search.url}?q=ohjaaja"


@pytest.mark.parametrize("page", ["0", "x", "99", "-1", "\x00", "9" * 50])
def test_odd_addresses_answer(people, known, member, page):
    odd = {"q": "a\x00" * 500, "page": page, "kunta": "\x00", "organisaatio": "x" * 5000}
    assert member.get(people.search.url, odd).status_code == 200
    assert member.get(people.search.url, {"page": page}).status_code == 200


def test_a_person_has_a_page(people, known, member):
    person = known["virtanen"]
    page = soup(member.get(f"{people.search.url}{person.pk}/"))
    assert faults(page) == []
    text = page.get_text(" ")
    for shown in (
        *("Maija Virtanen", "Sosiaalityöntekijä", "Äänekosken kaupunki", "000 000 0001"),
        *("maija@esimerkki.example", "Sijaishuolto", "Verkostokonsultti", "Äänekoski", "uotsi"),
    ):
        assert shown in text
    assert page.title.get_text().startswith("Maija Virtanen")


def test_a_person_goes_into_the_address_book(people, known, member):
    answer = member.get(f"{people.search.url}{known['virtanen'].pk}/vcard/")
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert answer["Content-Type"].startswith("text/vcard")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert "FN:Maija Virtanen" in lines and "N:Virtanen;Maija;;;" in lines
    assert "ORG:Äänekosken kaupunki" in lines
    assert "EMAIL;TYPE=work:maija@esimerkki.example" in lines


@pytest.mark.parametrize("rest", ["999999/", "99999999999999999999999999/", "x/", "999999/vcard/"])
def test_nobody_is_a_404(people, member, rest):
    assert member.get(people.search.url + rest).status_code == 404


def test_family_names_stand_in_the_order_of_the_alphabet(people, member):
    for name in ("Anna Östman", "Kalle Aalto", "Liisa Äijälä", "Bo Åberg", "Aino Zidan"):
        people.profile(name)
    assert names(member, people) == [
        "Kalle Aalto",
        "Aino Zidan",
        "Bo Åberg",
        "Liisa Äijälä",
        "Anna Östman",
    ]


def test_who_is_called_so_comes_before_who_works_there(people, member):
    people.profile("Aada Aalto", title="Salmen koulun kuraattori")
    people.profile("Pekka Salmi")
    assert names(member, people, q="salm") == ["Pekka Salmi", "Aada Aalto"]
