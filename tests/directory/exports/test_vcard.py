"""vCards keep to RFC 6350, whatever people wrote into the fields."""

import dataclasses

import pytest

from soskes_wagtail.directory_snippets.exports.vcard import escaped, folded, vcard
from soskes_wagtail.directory_snippets.services.card_types import ContactCard
from soskes_wagtail.directory_snippets.services.hours import Hours

FIELDS = dataclasses.fields(ContactCard)
SOURCE = "https://example.org/soskes/contact/7"


def card(**fields):
    """A card with nothing in it but what is said here."""
    empty = {"str": "", "bool": False, "frozenset[int]": frozenset(), "Hours": Hours()}
    types = {field.name: getattr(field.type, "__name__", field.type) for field in FIELDS}
    values = {name: empty.get(str(kind)) for name, kind in types.items()}
    values |= {"area_ids": frozenset(), "class_ids": frozenset()}
    values["role_title"] = "Lastensuojelun sosiaalityöntekijä"
    values["organisation"] = "Äänekosken kaupunki"
    return ContactCard(**values | fields)


def lines(content: bytes) -> list[str]:
    """Content lines, unfolded."""
    assert content.endswith(b"\r\n")
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def read(content: bytes) -> dict[str, str]:
    return dict(line.split(":", 1) for line in lines(content))


def test_a_person_in_a_role():
    content = vcard(
        card(
            person="Aino Esimerkki",
            phone="014 266 0000",
            email="lastensuojelu@esimerkki.example",
            unit="Perhekeskus",
        ),
        source=SOURCE,
        classes=["Lastensuojelu", "Perhe, lapset"],
    )
    assert lines(content)[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert lines(content)[-1] == "END:VCARD"
    fields = read(content)
    assert fields["KIND"] == "individual"
    assert fields["FN"] == "Aino Esimerkki"
    assert fields["TITLE"] == "Lastensuojelun sosiaalityöntekijä"
    assert fields["ORG"] == "Äänekosken kaupunki;Perhekeskus"
    assert fields["TEL;VALUE=uri;TYPE=work"] == "tel:+358142660000"
    assert fields["EMAIL;TYPE=work"] == "lastensuojelu@esimerkki.example"
    assert fields["CATEGORIES"] == "Lastensuojelu,Perhe\\, lapset"


def test_a_role_without_a_person_has_its_own_name_and_no_empty_lines():
    fields = read(vcard(card(), source=SOURCE))
    assert (fields["KIND"], fields["FN"]) == ("org", "Lastensuojelun sosiaalityöntekijä")
    assert not {"NOTE", "CATEGORIES"} & fields.keys()
    assert not [name for name in fields if name.startswith(("TEL", "EMAIL"))]


def test_the_same_contact_has_the_same_uid_another_contact_another():
    def uid(source):
        return read(vcard(card(), source=source))["UID"]

    assert uid(SOURCE) == uid(SOURCE) != uid(f"{SOURCE}0")


BREAKS = ["\r\n", "\n", "\r", "\n\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1c"]


@pytest.mark.parametrize("between", BREAKS)
@pytest.mark.parametrize(
    "field", ["role_title", "task", "person", "phone", "email", "note", "organisation", "unit"]
)
def test_no_field_can_begin_a_line_of_its_own(field, between):
    value = f"x{between}TEL:+358 600 0{between}END:VCARD"
    content = vcard(card(**{field: value}), source=SOURCE, classes=[value])
    for line in content.decode().splitlines():
        assert not line.startswith("TEL:")
    assert content.decode().splitlines().count("END:VCARD") == 1
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


def test_signs_with_a_meaning_are_escaped():
    assert escaped("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"
    assert escaped("\\n") == "\\\\n"


def test_long_lines_are_folded_at_75_octets_between_characters():
    text = "NOTE:" + "ä€😀" * 60
    content = folded(text)
    pieces = content.split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert all(piece.startswith(b" ") for piece in pieces[1:-1])
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == text
