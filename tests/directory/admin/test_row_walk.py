"""Every address of every viewset and chooser, walked as those who must not pass."""

import json
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.urls.converters import IntConverter
from support.members import keeps

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.viewsets.group import DirectoryViewSetGroup

MODELS = [viewset.model for viewset in DirectoryViewSetGroup.items]
LISTS = {"list", "list_results", "choose", "choose_results", "chosen_multiple"}


@pytest.fixture
def closed_rows(foreign, facts, areas, own, profile_of):
    """A row of every model that the editor of Äänekoski may not change."""
    rows = [
        foreign.contact,
        foreign.hidden,
        foreign.unit,
        foreign.organisation,
        foreign.service,
        foreign.offering,
        foreign.channel,
        areas.jyvaskyla,
        facts.statute,
        facts.service_class,
        facts.target_group,
        facts.network_role,
        facts.expertise,
        profile_of(foreign.organisation, "Jyväskylän jäsen", phone="000 000 0009"),
        models.Licence.objects.get(organisation=foreign.organisation),
    ]
    foreign.service.save_revision()
    return rows


@pytest.fixture
def link(foreign, user_of):
    """Who edits Jyväskylä."""
    other = user_of(RoleKey.MUNICIPAL_EDITOR, "toinen")
    return keeps(other, foreign.organisation)


def addresses(viewset, record):
    """(name, address) of all views of a viewset, with the record put in."""
    for pattern in viewset.get_urlpatterns():
        values = {}
        for name, converter in pattern.pattern.converters.items():
            values[name] = record.pk if name == "pk" else _value(name, converter, record)
        if not pattern.pattern.converters and "?P<pk>" in str(pattern.pattern):
            values = {"pk": record.pk, "revision_id_a": "earliest", "revision_id_b": "latest"}
        yield pattern.name, reverse(viewset.get_url_name(pattern.name), kwargs=values)


def _value(name, converter, record):
    assert isinstance(converter, IntConverter), f"{name}: teach the walk a value"
    revision = getattr(record, "latest_revision", None)
    return revision.pk if revision else 1


def test_every_model_is_walked(closed_rows, link):
    assert {type(row) for row in [*closed_rows, link]} == set(MODELS)


def test_foreign_editor_passes_nowhere(editor, closed_rows, link, signed_in):
    client = signed_in(editor)
    walked = 0
    for record in [*closed_rows, link]:
        viewset = type(record).snippet_viewset
        for name, address in addresses(viewset, record):
            if name in ("list", "list_results", "add"):
                continue
            for method in (client.get, client.post):
                response = method(address)
                assert response.status_code in (302, 404), f"{method} {address}"
                walked += 1
        assert type(record).objects.filter(pk=record.pk).exists()
    assert walked > 100


def test_lists_and_choosers_show_foreign_editor_nothing_hidden(
    editor, closed_rows, foreign, link, signed_in
):
    client = signed_in(editor)
    for record in [*closed_rows, link]:
        viewset = type(record).snippet_viewset
        for view in (viewset, viewset.chooser_viewset):
            for name, address in addresses(view, record):
                if name not in LISTS:
                    continue
                for query in ({}, {"q": "Salainen"}, {"id": [foreign.hidden.pk], "multiple": 1}):
                    response = client.get(address, query)
                    assert response.status_code in (200, 302)
                    page = _page(response)
                    assert "Salainen yhteys" not in page
                    assert "toinen –" not in page


def test_lists_hold_own_rows_only(editor, own, foreign, signed_in, url):
    client = signed_in(editor)
    # The filter offers organisations that everybody may see.
    offered = f'<option value="{foreign.organisation.pk}">Jyväskylän kaupunki</option>'
    for name in ("contact", "unit", "service", "offering", "channel", "organisation"):
        mine = getattr(own, name)
        for query in ({}, {"export": "csv"}):
            page = _page(client.get(url(type(mine), "list"), query))
            assert "Äänekosken" in page
            assert "Jyväskylän" not in page.replace(offered, "")


def test_chosen_refuses_what_is_hidden(editor, foreign, signed_in):
    client = signed_in(editor)
    chooser = models.Contact.snippet_viewset.chooser_viewset
    chosen = chooser.get_url_name("chosen")
    assert client.get(reverse(chosen, args=[foreign.hidden.pk])).status_code == 404
    assert client.get(reverse(chosen, args=[foreign.contact.pk])).status_code == 200
    assert client.get(reverse(chosen, args=["x"])).status_code == 404
    several = reverse(chooser.get_url_name("chosen_multiple"))
    page = _page(client.get(several, {"id": [foreign.hidden.pk, foreign.contact.pk, "x"]}))
    assert "Sosiaalityöntekijä" in page and "Salainen" not in page


@pytest.mark.parametrize("who", ["reader", "moderator", "anonymous"])
def test_those_without_the_right_pass_nowhere(
    who, closed_rows, own, foreign, link, user_of, signed_in, client
):
    """A reader and a visitor do not enter the admin; a moderator enters and finds choosers."""
    if who != "anonymous":
        client = signed_in(user_of(RoleKey(who)))
    for record in [*closed_rows, own.contact, link]:
        viewset = type(record).snippet_viewset
        for view in (viewset, viewset.chooser_viewset):
            for name, address in addresses(view, record):
                for method in (client.get, client.post):
                    response = method(address)
                    shown = who == "moderator" and view is not viewset and method == client.get
                    allowed = (200, 302, 404) if shown else (302, 404, 405)
                    assert response.status_code in allowed, f"{who} {name} {address}"
                    assert "Salainen yhteys" not in _page(response)
        assert type(record).objects.filter(pk=record.pk).exists()


def test_own_rows_open_everywhere(editor, own, signed_in):
    """The walk is not passed by shutting everybody out."""
    client = signed_in(editor)
    own.service.save_revision()
    for record in (own.contact, own.unit, own.channel, own.offering, own.department_contact):
        for name, address in addresses(type(record).snippet_viewset, record):
            assert client.get(address).status_code == 200, f"{name} {address}"
    for name, address in addresses(models.Service.snippet_viewset, own.service):
        expected = 302 if name == "delete" else 200
        assert client.get(address).status_code == expected, f"{name} {address}"
    for record in (own.organisation, own.department):
        for name, address in addresses(models.Organisation.snippet_viewset, record):
            expected = 302 if name in ("delete", "add") else 200
            assert client.get(address).status_code == expected, f"{name} {address}"


def _page(response) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    if response.content.startswith(b"{"):  # the answer of a chooser
        return json.dumps(json.loads(response.content), ensure_ascii=False)
    return response.content.decode()


@pytest.mark.parametrize("ids", [["x", ""], ["0"], ["²"], ["9" * 30]])
def test_ids_that_no_row_can_have_are_no_broken_page(editor, own, signed_in, ids):
    client, query = signed_in(editor), {"id": ids}
    chosen = own.contact.snippet_viewset.chooser_viewset.get_url_name("chosen_multiple")
    assert client.get(reverse(chosen), query).status_code < 500
    delete = reverse("wagtail_bulk_action", args=["soskes_directory", "contact", "delete"])
    address = f"{delete}?{urlencode(query, doseq=True)}"
    assert client.get(address).status_code < 500
    assert client.post(address).status_code < 500
    own.contact.refresh_from_db()
