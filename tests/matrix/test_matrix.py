"""Who looks × what is closed × where it could come out: nobody finds what is not theirs.

Each cell asserts that the canary of an object is absent from every answer of a surface: its text,
its headers and the address that a redirect leads to. ``RULES`` (in ``world``) is the table; an
object, a role or a surface more is a row more.
"""

import re
from urllib.parse import quote

import pytest
from django.db.models import Q
from wagtail.models import Page

from matrix.surfaces import SURFACES
from matrix.world import CANARIES, ROLES, RULES
from soskes_wagtail.access import visibility

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]
ASKED = re.compile(r"\?[^\"'\s<>]*")


def words_in(client, address: str, pictures: dict[str, str]) -> set[str]:
    """Objects whose canary is in the answer, or that are shown in the picture that it is; an
    answer is not blamed for repeating the question."""
    response = client.get(address)
    assert response.status_code < 500, f"{address}: {response.status_code}"
    streamed = response.streaming
    body = b"".join(response.streaming_content) if streamed else response.content
    text = body.decode("utf-8", "replace") + str(response.headers)
    path, _, asked = address.partition("?")
    shown = {pictures[path]} if path in pictures and response.status_code == 200 else set()
    # A login form that leads back, or a page that says what was not found, repeats the address.
    text = text.lower().replace(path, "").replace(quote(path, safe=""), "")
    found = {name for name, word in CANARIES.items() if word in text}
    if found and asked:
        repeated = {name for name in found if CANARIES[name] in asked}
        for name in repeated:
            if not _beyond_the_question(text, CANARIES[name]):
                found.discard(name)
    return found | shown


def _beyond_the_question(text: str, word: str) -> bool:
    """Whether a word stands anywhere but in a search field, a link that asks again, or a sentence
    that says what was searched for."""
    text = re.sub(r'value="[^"]*"', "", text)
    text = ASKED.sub("", text)
    text = re.sub(
        # "Nothing was found for “…”. Did you mean <strong>…</strong>?" is one sentence.
        r"[”“\"«»&;a-z]*" + word + r"[”“\"«»&;a-z]*"
        r"(?=(?:[^<]|<strong>[^<]*</strong>)*</(h1|h2|title|p|strong|q|em)>)",
        "",
        text,
    )
    return word in text


def found_by(world, browse, role: str, surface: str) -> list[tuple[str, str]]:
    """Objects and the addresses they came out at, for somebody."""
    client = browse(role)
    addresses = SURFACES[surface](world)
    return [
        (name, address)
        for address in addresses
        for name in words_in(client, address, world.pictures)
    ]


#: What each has found, so that nobody is sent twice.
_found: dict[tuple[str, str], list[tuple[str, str]]] = {}


def look(world, browse, role: str, surface: str) -> list[tuple[str, str]]:
    if (role, surface) not in _found:
        _found[role, surface] = found_by(world, browse, role, surface)
    return _found[role, surface]


def leaks(found: list[tuple[str, str]], role: str) -> list[str]:
    return sorted(f"{name} at {address}" for name, address in found if role not in RULES[name])


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("role", ROLES)
def test_nothing_leaks(world, browse, role, surface):
    assert not leaks(look(world, browse, role, surface), role)


def test_what_may_be_seen_is_seen(world, browse):
    """The matrix is not green because nothing is shown: each object comes out for somebody."""
    seen = {
        name
        for role in ("reader", "member_a", "member_b", "head_a", "editor_1", "admin")
        for surface in SURFACES
        for name, _address in look(world, browse, role, surface)
    }
    # The report of the access log shows what was done to whom, not the data beside it.
    missing = sorted(set(RULES) - seen - {"audit"})
    assert not missing


def test_the_matrix_can_fail(world, browse, monkeypatch):
    """With «everything live» in place of the rules, a large part of the cells fails."""

    def everything(viewer, model):
        return Q(live=True) if issubclass(model, Page) else Q()

    monkeypatch.setattr(visibility, "_visible_q", everything)
    failed = [
        surface
        for surface in ("site", "objects", "files", "search")
        if leaks(found_by(world, browse, "reader", surface), "reader")
    ]
    assert len(failed) >= 3, failed
