"""Lists: the same number of queries however long, search, filters, export."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from support.members import keeps
from wagtail.admin.menu import admin_menu

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.viewsets import filters
from soskes_wagtail.directory_snippets.viewsets.group import DirectoryViewSetGroup


@pytest.fixture
def client(signed_in, admin_user):
    return signed_in(admin_user)


def titles(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [link.get_text(strip=True) for link in page.select("td.title .title-wrapper a")]


def contacts(organisation, start, stop, *related):
    made = models.Contact.objects.bulk_create(
        models.Contact(role_title_fi=f"Rooli {n:04}", organisation=organisation, phone="000 000")
        for n in range(start, stop)
    )
    for field, record in related:
        through = getattr(models.Contact, field).through
        name = record._meta.model_name
        through.objects.bulk_create(
            through(**{"contact_id": contact.pk, f"{name}_id": record.pk}) for contact in made
        )


class TestQueries:
    @pytest.mark.parametrize("who", ["admin", "editor"])
    def test_contacts(self, signed_in, admin_user, editor, own, areas, facts, url, who):
        client = signed_in(admin_user if who == "admin" else editor)
        related = [("areas", areas.county), ("areas", areas.aanekoski)]
        related.append(("service_classes", facts.service_class))
        contacts(own.organisation, 0, 10, *related)
        client.get(url(models.Contact, "list"))
        few = self.count(client, url)
        contacts(own.organisation, 10, 1000, *related)
        assert self.count(client, url) == few

    def test_a_thousand_organisations_make_no_longer_select(self, client, own, url):
        contacts(own.organisation, 0, 10)
        whole = models.Organisation.objects.create(name_fi="Zeta", type="association")
        models.Organisation.objects.bulk_create(
            models.Organisation(name_fi=f"Alpha {n:04}", type="company", parent=whole)
            for n in range(1000)
        )
        leaf = models.Organisation.objects.get(name_fi="Alpha 0999")
        for model, name in ((models.Contact, "organisation"), (models.Organisation, "below")):
            page = client.get(url(model, "list"))
            options = BeautifulSoup(page.content, "html.parser").select(
                f"select[name={name}] option"
            )
            assert len(options) == filters.MOST_ORGANISATIONS + 1
            # Who has others below comes before the many, and the order is that of the alphabet.
            assert "Zeta" in [option.get_text(strip=True) for option in options[-3:]]
        models.Contact.objects.filter(role_title_fi="Rooli 0003").update(organisation=leaf)
        page = client.get(url(models.Contact, "list"), {"organisation": leaf.pk})
        assert titles(page) == ["Rooli 0003"]

    def count(self, client, url) -> int:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url(models.Contact, "list"))
        assert response.status_code == 200 and len(titles(response)) >= 10
        return len(queries)

    def test_every_list(self, client, own, areas, facts, foreign, url, user_of):
        """One row more costs no query more, in the list and in the export."""
        user = user_of(RoleKey.MUNICIPAL_EDITOR)
        keeps(user, own.organisation)
        keeps(user, foreign.organisation)
        for viewset in DirectoryViewSetGroup.items:
            model = viewset.model
            rows = list(model.objects.all())
            if len(rows) < 2:
                continue
            for query in ({}, {"export": "csv"} if viewset.list_export else {}):
                counts = []
                for keep in (rows[:1], rows):
                    address = url(model, "list")
                    with _only(model, keep), CaptureQueriesContext(connection) as queries:
                        response = client.get(address, query)
                        b"".join(response) if response.streaming else response.content
                    assert response.status_code == 200
                    counts.append(len(queries))
                assert counts[0] >= counts[1] - 1, f"{model.__name__} {query}: {counts}"


class _only:
    """Hide rows of a model from its viewset's list for a moment."""

    def __init__(self, model, rows):
        self.viewset, self.ids = model.snippet_viewset, [row.pk for row in rows]

    def __enter__(self):
        policy = self.viewset.permission_policy
        whole = type(policy).instances_user_has_any_permission_for
        policy.instances_user_has_any_permission_for = lambda *args: whole(policy, *args).filter(
            pk__in=self.ids
        )

    def __exit__(self, *exc):
        del self.viewset.permission_policy.instances_user_has_any_permission_for


class TestSearchAndFilters:
    def found(self, client, url, model=models.Contact, **query) -> list[str]:
        response = client.get(url(model, "list"), query)
        assert response.status_code == 200
        return titles(response)

    @pytest.mark.parametrize("text", ["äänekoski", "ÄÄNEKOSKI", "keskus äänekos", "Äänekoski"])
    def test_letters_of_any_case(self, client, own, foreign, url, text):
        own.unit.name_fi = "Äänekosken hyvinvointikeskus, Äänekoski"
        own.unit.save()
        assert self.found(client, url, models.Unit, q=text) == [own.unit.name_fi]

    def test_every_word_counts(self, client, own, foreign, url):
        assert self.found(client, url, q="sosiaalityöntekijä jyväs") == [str(foreign.contact)]
        assert self.found(client, url, q="sosiaalityöntekijä mikkeli") == []

    def test_by_organisation_with_departments(self, client, own, foreign, url):
        assert self.found(client, url, organisation=own.organisation.pk) == [
            str(own.department_contact),
            str(own.contact),
        ]
        assert self.found(client, url, models.Organisation, below=own.organisation.pk) == [
            "Perusturva",
            "Äänekosken kaupunki",
        ]

    def test_by_area_served(self, client, own, foreign, areas, url):
        """Named areas, the county around them, or else the area of the organisation."""
        foreign.contact.areas.add(areas.county)
        foreign.hidden.areas.add(areas.jyvaskyla)
        assert set(self.found(client, url, area=areas.aanekoski.pk)) == {
            str(own.contact),
            str(foreign.contact),
        }

    def test_by_class_with_those_under_it(self, client, own, foreign, facts, url):
        parent = models.ServiceClass.objects.create(code="P3", name_fi="Perheiden palvelut")
        facts.service_class.parent = parent
        facts.service_class.save()
        own.contact.service_classes.add(facts.service_class)
        assert self.found(client, url, service_class=parent.pk) == [str(own.contact)]

    def test_in_force_and_ended(self, client, own, areas, url):
        today = timezone.localdate()
        own.contact.valid_to = today
        own.contact.save()
        own.department_contact.valid_to = today - datetime.timedelta(days=1)
        own.department_contact.save()
        assert self.found(client, url, state="current") == [str(own.contact)]
        assert self.found(client, url, state="ended") == [str(own.department_contact)]
        assert self.found(client, url, models.Area, state="ended") == ["Jämsänkoski"]

    def test_repealed_statute_without_a_day_has_ended(self, client, facts, url):
        facts.statute.in_force = False
        facts.statute.save()
        assert self.found(client, url, models.Statute, state="ended")
        assert not self.found(client, url, models.Statute, state="current")

    def test_badge_says_when_it_ended(self, client, areas, url):
        page = BeautifulSoup(client.get(url(models.Area, "list")).content, "html.parser")
        (row,) = [r for r in page.select("tr") if "Jämsänkoski" in r.get_text()]
        assert "31.12.2008" in row.select_one(".w-status").get_text()

    def test_title_sorts(self, client, own, foreign, url):
        down = self.found(client, url, models.Unit, ordering="-name_fi")
        assert down == [str(own.unit), str(foreign.unit)]

    def test_chooser_searches_too(self, client, own, foreign):
        chooser = models.Organisation.snippet_viewset.chooser_viewset
        results = reverse(chooser.get_url_name("choose_results"))
        page = client.get(results, {"q": "äänekosken"}).content.decode()
        assert "Äänekosken kaupunki" in page and "Jyväskylän" not in page


def test_export_of_contacts(client, own, areas, facts, url):
    own.contact.areas.set([areas.aanekoski, areas.jyvaskyla])
    own.contact.service_classes.add(facts.service_class)
    response = client.get(url(models.Contact, "list"), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 3
    (line,) = [line for line in lines if "Sosiaalityöntekijä" in line]
    assert '"Jyväskylä, Äänekoski"' in line and "Lastensuojelu" in line
    spreadsheet = client.get(url(models.Contact, "list"), {"export": "xlsx"})
    assert spreadsheet.status_code == 200


def test_menu_holds_what_one_may_change(signed_in, editor, admin_user, own):
    def menu(user):
        client = signed_in(user)
        request = client.get(reverse("wagtailadmin_home")).wsgi_request
        (group,) = [
            item for item in admin_menu.menu_items_for_request(request) if item.name == "soskes"
        ]
        items = group.menu.menu_items_for_request(request)
        return [item.url.strip("/").split("/")[-1] for item in sorted(items, key=lambda i: i.order)]

    assert menu(editor) == [
        "contact",
        "profile",
        "unit",
        "organisation",
        "service",
        "serviceoffering",
        "servicechannel",
        "import",
    ]
    assert menu(admin_user) == [
        "contact",
        "profile",
        "unit",
        "organisation",
        "service",
        "serviceoffering",
        "servicechannel",
        "area",
        "statute",
        "serviceclass",
        "targetgroup",
        "licence",
        "membership",
        "networkrole",
        "expertise",
        "import",
        "licences",
        "invitations",
        "join-requests",
        "mergers",
    ]
