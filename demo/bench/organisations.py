"""Answers of PTV version 11 with organisations that do not exist, as many as wanted."""

import json
import random
import uuid
from pathlib import Path

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def write_pages(folder: Path, number: int, page_size: int = 1000, *, plain: bool = False) -> None:
    """Write list pages of ``number`` organisations, the same ones each time. ``plain``: with no
    more than the plain snippets that an import is compared with have."""
    numbers = random.Random(1)
    ids = [str(uuid.UUID(int=numbers.getrandbits(128), version=4)) for _ in range(number)]
    codes = _business_ids(numbers, number)
    items = [_organisation(i, ids, codes[i]) for i in range(number)]
    if plain:
        items = [_plain(item) for item in items]
    pages = -(-number // page_size)
    for page in range(pages):
        content = {
            "pageNumber": page + 1,
            "pageSize": page_size,
            "pageCount": pages,
            "itemList": items[page * page_size : (page + 1) * page_size],
        }
        name = folder / f"Organization-{page + 1}.json"
        name.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _business_ids(numbers: random.Random, number: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        digits = f"{numbers.randrange(1_000_000, 4_000_000)}"
        rest = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
        if rest != 1:
            found[f"{digits}-{(11 - rest) % 11}"] = None
    return list(found)


def _texts(fi: str, sv: str, kind: str | None = None) -> list[dict]:
    extra = {"type": kind} if kind else {}
    return [{"language": code, "value": text, **extra} for code, text in (("fi", fi), ("sv", sv))]


def _plain(item: dict) -> dict:
    """A name, a text of as many words as those of the snippets, and the municipality."""
    kept = ("id", "organizationType", "areaType", "areas", "publishingStatus")
    return {name: item[name] for name in kept} | {
        "organizationNames": item["organizationNames"][:1],
        "displayNameType": item["displayNameType"][:1],
        "organizationDescriptions": [
            {"type": "Description", "language": "fi", "value": "Yhdistys auttaa perheitä. " * 8}
        ],
    }


def _organisation(i: int, ids: list[str], business_id: str) -> dict:
    """With two languages, a number, an e-mail, a web page, two addresses; every tenth a part of
    the one before it."""
    municipality = {"code": "992", "name": _texts("Äänekoski", "Äänekoski")}
    office = _texts("ÄÄNEKOSKI", "ÄÄNEKOSKI")
    return {
        "id": ids[i],
        "oid": "",
        "parentOrganizationId": ids[i - 1] if i % 10 == 5 else None,
        "organizationType": "Organization",
        "businessCode": business_id,
        "organizationNames": _texts(f"Mittausyhdistys {i}", f"Mätförening {i}", "Name"),
        "displayNameType": [{"type": "Name", "language": code} for code in ("fi", "sv")],
        "areaType": "LimitedType",
        "areas": [{"type": "Municipality", "code": "992", "municipalities": [municipality]}],
        "organizationDescriptions": _texts(
            "Yhdistys auttaa perheitä arjessa. " * 6,
            "Föreningen hjälper familjer i vardagen. " * 6,
            "Description",
        ),
        "emails": [{"language": "fi", "value": f"yhdistys{i}@esimerkki.example"}],
        "phoneNumbers": [
            {
                "type": "Phone",
                "prefixNumber": "+358",
                "number": f"000{i:06d}",
                "serviceChargeType": "Chargeable",
                "additionalInformation": "Vaihde",
                "language": "fi",
            }
        ],
        "webPages": [{"url": f"https://yhdistys{i}.example/", "value": "Sivut", "language": "fi"}],
        "addresses": [
            {
                "type": "Visiting",
                "subType": "Street",
                "streetAddress": {
                    "street": _texts("Esimerkkikatu", "Exempelgatan"),
                    "streetNumber": str(i),
                    "postalCode": "44100",
                    "postOffice": office,
                    "municipality": municipality,
                },
            },
            {
                "type": "Postal",
                "subType": "PostOfficeBox",
                "postOfficeBoxAddress": {
                    "postOfficeBox": _texts("PL 43", "PB 43"),
                    "postalCode": "44101",
                    "postOffice": office,
                },
            },
        ],
        "publishingStatus": "Published",
    }
