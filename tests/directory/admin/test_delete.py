"""What is in use stays; what is not goes; nothing ends in a broken page."""

import pytest
from bs4 import BeautifulSoup
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext, override
from support.members import keeps
from wagtail.models import Locale, ModelLogEntry, Page, ReferenceIndex

from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.services.usage import Usage, parts_of, usage_counts
from soskes_wagtail.directory_snippets.viewsets import views
from soskes_wagtail.sections.models import ArticlePage


@pytest.fixture
def client(signed_in, admin_user):
    return signed_in(admin_user)


@pytest.fixture
def used(own, areas, facts):
    """Every kind of use: protecting keys, many-to-many fields, rows inside a record."""
    own.contact.areas.add(areas.jamsankoski)
    own.contact.service_classes.add(facts.service_class)
    own.service.target_groups.add(facts.target_group)
    own.service.legal_basis.create(statute=facts.statute, provisions="34 §")
    own.service.save()
    own.channel.services.add(own.service)
    return {
        "organisation": (own.organisation, own.contact),
        "unit": (own.unit, own.offering),
        "area by key": (areas.aanekoski, own.organisation),
        "area by many-to-many": (areas.jamsankoski, own.contact),
        "county": (areas.county, areas.aanekoski),
        "class": (facts.service_class, own.contact),
        "target group": (facts.target_group, own.service),
        "statute": (facts.statute, own.service),
        "service": (own.service, own.channel),
    }


KINDS = [
    "organisation",
    "unit",
    "area by key",
    "area by many-to-many",
    "county",
    "class",
    "target group",
    "statute",
    "service",
]


def links(response) -> set[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return {link["href"] for link in page.select("main a[href]")}


def bulk_url(model, *records):
    address = reverse(
        "wagtail_bulk_action", args=["soskes_directory", model._meta.model_name, "delete"]
    )
    return address + "?" + "&".join(f"id={record.pk}" for record in records)


def exists(record) -> bool:
    return type(record).objects.filter(pk=record.pk).exists()


class TestOne:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_in_use_is_refused_with_users_and_the_way_out(self, client, used, url, kind, method):
        record, user = used[kind]
        response = getattr(client, method)(url(record, "delete"))
        assert response.status_code == 200
        assert {url(user, "edit"), url(record, "edit")} <= links(response)
        page = response.content.decode()
        with override("fi"):
            way_out = str(type(record).snippet_viewset.way_out)
        assert way_out in BeautifulSoup(page, "html.parser").get_text()
        assert 'method="POST"' not in page
        assert exists(record)

    @pytest.mark.parametrize("kind", KINDS)
    def test_usage_page_names_the_user(self, client, used, url, kind):
        record, user = used[kind]
        assert url(user, "edit") in links(client.get(url(record, "usage")))

    def test_edit_page_counts_the_same_uses(self, client, used, url):
        area, _ = used["area by many-to-many"]
        page = BeautifulSoup(client.get(url(area, "edit")).content, "html.parser")
        (link,) = page.select(f"a[href='{url(area, 'usage')}']")
        assert "1" in link.get_text()

    def test_not_in_use_goes_and_is_logged(self, client, own, url):
        pk = own.department_contact.pk
        assert client.get(url(own.department_contact, "delete")).status_code == 200
        assert client.post(url(own.department_contact, "delete")).status_code == 302
        assert not models.Contact.objects.filter(pk=pk).exists()
        assert ModelLogEntry.objects.filter(action="wagtail.delete", object_id=pk).exists()

    def test_second_click_and_stale_form(self, client, own, url, form_of):
        edit, delete = url(own.department_contact, "edit"), url(own.department_contact, "delete")
        stale = form_of(client.get(edit))
        assert client.post(delete).status_code == 302
        assert client.post(delete).status_code == 404
        assert client.post(edit, stale).status_code == 404

    def test_use_that_begins_during_the_deletion(self, client, own, url, monkeypatch):
        """The count says free, the database says no."""
        monkeypatch.setattr(Usage, "_parts", [])
        response = client.post(url(own.organisation, "delete"))
        assert response.status_code == 200
        assert exists(own.organisation)

    def test_service_says_what_goes_with_it(self, client, own, url):
        text = client.get(url(own.service, "delete")).content.decode()
        assert parts_of(own.service) == [(str(models.ServiceOffering._meta.verbose_name_plural), 1)]
        assert str(models.ServiceOffering._meta.verbose_name_plural).capitalize() in text

    def test_own_inner_rows_are_no_use(self, client, own, url):
        own.department.channels.create(kind="phone", value="000 000 0004")
        own.department.save()
        own.department_contact.delete()
        assert Usage(own.department).count() == 0
        assert client.post(url(own.department, "delete")).status_code == 302
        assert not exists(own.department)

    def test_users_of_others_are_not_named(self, signed_in, editor, own, foreign, url):
        """An editor learns that a unit is used, not by what of somebody else's."""
        foreign.offering.unit = own.unit
        foreign.offering.save()
        page = signed_in(editor).get(url(own.unit, "delete")).content.decode()
        assert "Lastensuojelu Jyväskylän" not in page
        assert exists(own.unit)


class TestSeveral:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_one_in_use_keeps_all(self, client, used, kind, method):
        record, _ = used[kind]
        response = getattr(client, method)(bulk_url(type(record), record))
        assert response.status_code == 200
        with override("fi"):
            refusal = gettext("Nothing was deleted: some of those you chose are in use.")
        assert refusal in response.content.decode()
        assert exists(record)

    def test_not_in_use_go(self, client, own):
        rows = [own.contact, own.department_contact]
        assert client.get(bulk_url(models.Contact, *rows)).status_code == 200
        assert client.post(bulk_url(models.Contact, *rows)).status_code == 302
        assert not any(exists(row) for row in rows)
        assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == 2
        assert client.post(bulk_url(models.Contact, *rows)).status_code < 500

    def test_use_that_begins_during_the_deletion(self, client, own, monkeypatch):
        monkeypatch.setattr(
            "soskes_wagtail.directory_snippets.bulk.usage_counts",
            lambda items: dict.fromkeys([item.pk for item in items], 0),
        )
        assert client.post(bulk_url(models.Organisation, own.organisation)).status_code == 302
        assert exists(own.organisation)

    def test_foreign_rows_are_neither_deleted_nor_named(self, signed_in, editor, own, foreign):
        client = signed_in(editor)
        address = bulk_url(models.Contact, own.contact, foreign.contact, foreign.hidden)
        page = client.get(address).content.decode()
        assert "Äänekosken" in page and "Jyväskylän" not in page and "Salainen" not in page
        assert client.post(address).status_code == 302
        assert (exists(own.contact), exists(foreign.contact), exists(foreign.hidden)) == (
            False,
            True,
            True,
        )

    def test_all_means_all_own(self, signed_in, editor, own, foreign):
        client = signed_in(editor)
        address = bulk_url(models.Contact).rstrip("?") + "?id=all"
        assert client.post(address).status_code == 302
        assert set(models.Contact.objects.all()) == {foreign.contact, foreign.hidden}

    def test_nonsense_is_no_broken_page(self, client):
        address = bulk_url(models.Contact).rstrip("?") + "?id=x&id="
        assert client.get(address).status_code < 500
        assert client.post(address).status_code < 500


class TestCounting:
    def test_counts_of_many_agree_with_each_ones_own(self, used):
        for record, _ in used.values():
            others = list(type(record).objects.all())
            counts = usage_counts(others)
            assert {row.pk: counts[row.pk] for row in others} == {
                row.pk: Usage(row).count() for row in others
            }

    def test_pages_of_uses(self, own):
        for number in range(30):
            models.Contact.objects.create(
                role_title_fi=f"Rooli {number}", organisation=own.organisation, phone="000 000"
            )
        usage = Usage(own.organisation)
        pages = [usage[start : start + 7] for start in range(0, len(usage), 7)]
        seen = [(type(use.user), use.user.pk, use.field) for page in pages for use in page]
        assert len(seen) == len(set(seen)) == len(usage) == usage.count()

    def test_a_membership_keeps_its_organisation(self, own, editor):
        before = Usage(own.department).count()
        keeps(editor, own.department)
        assert Usage(own.department).count() == before + 1

    def test_stale_reference_index_is_not_asked_about_keys(self, own):
        """Rows of an import are in no index, and yet they count; the index' own do not twice."""
        counted = Usage(own.organisation).count()
        ReferenceIndex.objects.all().delete()
        assert Usage(own.organisation).count() == counted

    def test_protecting_keys_would_have_raised(self, own):
        with pytest.raises(ProtectedError):
            own.organisation.delete()

    def test_way_out_is_said_for_every_model(self, used):
        assert all(type(record).snippet_viewset.way_out for record, _ in used.values())
        assert issubclass(models.Area.snippet_viewset.delete_view_class, views.DeleteView)


def test_statute_in_a_block_of_a_page_is_in_use(
    client, facts, url, django_capture_on_commit_callbacks
):
    """Blocks stand in no key of the database; the reference index knows them."""
    page = ArticlePage(
        title="Lastensuojelu",
        slug="lastensuojelu-lohkossa",
        locale=Locale.objects.get_or_create(language_code="fi")[0],
        body=[("legal_info", {"statute": facts.statute, "summary": None})],
    )
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(depth=1).add_child(instance=page)
    (use,) = Usage(facts.statute)
    assert use.user == page
    assert usage_counts([facts.statute]) == {facts.statute.pk: 1}
    response = client.post(url(facts.statute, "delete"))
    assert response.status_code == 200 and exists(facts.statute)
    # This administrator of records edits no pages: the page is not named.
    assert "lastensuojelu-lohkossa" not in response.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert Usage(facts.statute).count() == 0
