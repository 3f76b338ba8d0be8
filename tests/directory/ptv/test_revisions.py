"""Imported services in Wagtail: they are live, open in the admin, and drafts survive."""

import pytest
from support.ptv import ORGANIZATION, SERVICE, count, warnings_of

from soskes_wagtail.directory_snippets.models import (
    Organisation,
    Service,
    ServiceLegalBasis,
    Statute,
)


@pytest.fixture
def service(run, folder, item):
    run(folder(a=item(ORGANIZATION.format(1)), b=item(SERVICE.format(1))))
    return Service.objects.get(ptv_id=SERVICE.format(1), locale__language_code="fi")


@pytest.fixture
def again(run, folder, item):
    """Import the service once more, with another summary."""

    def import_again(summary="Uusi tiivistelmä.", **changes):
        changed = item(SERVICE.format(1), **changes)
        changed["serviceDescriptions"][0]["value"] = summary
        return run(folder(b=changed))

    return import_again


def shown_in_admin(service):
    return Service.objects.get(pk=service.pk).get_latest_revision_as_object()


def test_a_new_service_is_live_and_can_be_edited(service):
    assert (service.live, service.has_unpublished_changes) == (True, False)
    assert service.first_published_at and service.last_published_at
    assert service.latest_revision is None
    service.full_clean()
    service.save_revision().publish()  # what the admin does
    service.refresh_from_db()
    assert service.live


def test_an_import_is_what_the_admin_opens_after_an_editor_published(service, again):
    service.name = "Toimittajan nimi"
    service.save_revision().publish()
    report = again()
    assert count(report, "updated") == 1
    opened = shown_in_admin(service)
    assert (opened.summary, opened.name) == ("Uusi tiivistelmä.", "Esimerkkien lastensuojelu")
    assert [c.code for c in opened.service_classes.all()] == ["P3"]
    opened.latest_revision.publish()
    service.refresh_from_db()
    assert service.summary == "Uusi tiivistelmä."
    assert not service.has_unpublished_changes
    assert service.live_revision == service.latest_revision
    assert count(again(), "unchanged") == 2


def test_an_editors_draft_keeps_its_words_and_takes_the_rest(service, again):
    service.save_revision().publish()
    draft = shown_in_admin(service)
    draft.who_for = "<p>Toimittajan luonnos.</p>"
    draft.save_revision()
    report = again()
    service.refresh_from_db()
    assert (service.summary, service.who_for) == ("Uusi tiivistelmä.", "<p>Alle 18-vuotiaille.</p>")
    assert service.has_unpublished_changes
    opened = shown_in_admin(service)
    assert opened.who_for == "<p>Toimittajan luonnos.</p>"
    assert opened.summary == "Uusi tiivistelmä."
    field = str(Service._meta.get_field("who_for").verbose_name)
    assert any(line.endswith(f": {field}.") for line in warnings_of(report, SERVICE.format(1)))
    opened.latest_revision.publish()
    service.refresh_from_db()
    assert service.who_for == "<p>Toimittajan luonnos.</p>"
    assert service.summary == "Uusi tiivistelmä."
    assert count(again(), "unchanged") == 2


def test_a_first_draft_of_an_imported_service_survives(service, again):
    service.name = "Luonnos"
    service.save_revision()
    again()
    service.refresh_from_db()
    assert service.name == "Esimerkkien lastensuojelu"
    assert shown_in_admin(service).name == "Luonnos"
    assert shown_in_admin(service).summary == "Uusi tiivistelmä."


def test_an_unpublished_service_stays_unpublished(service, again):
    service.unpublish()
    again()
    service.refresh_from_db()
    assert (service.live, service.summary) == (False, "Uusi tiivistelmä.")


def test_laws_that_editors_added_stay(service, again):
    own = Statute.objects.create(number="1301", year=2014, title_fi="Sosiaalihuoltolaki")
    ServiceLegalBasis.objects.create(service=service, statute=own, provisions="46 §")
    Statute.objects.create(number="417", year=2007, title_fi="Lastensuojelulaki")
    again()
    laws = ServiceLegalBasis.objects.filter(service=service)
    found = {(law.statute.number, law.provisions) for law in laws}
    assert found == {("1301", "46 §"), ("417", "")}


def test_a_translation_made_here_stays(service, again, locales, run, folder, item):
    Service.objects.filter(locale=locales["sv"]).delete()
    own = service.copy_for_translation(locales["sv"])
    own.name = "Vår egen översättning"
    own.save()
    report = again()
    own.refresh_from_db()
    assert own.name == "Vår egen översättning"
    assert own.withdrawn_at is None
    service.refresh_from_db()
    assert service.summary == "Uusi tiivistelmä."
    assert any(" sv " in line for line in warnings_of(report, SERVICE.format(1)))
    assert count(again(), "unchanged") == 2


def test_a_translation_kept_by_wagtail_localize_stays(service, again, locales):
    from wagtail_localize.operations import translate_object

    Service.objects.filter(locale=locales["sv"]).delete()
    translate_object(service, [locales["sv"]])
    own = Service.objects.get(translation_key=service.translation_key, locale=locales["sv"])
    again()
    own.refresh_from_db()
    assert own.summary != "Uusi tiivistelmä."
    assert Service.objects.filter(translation_key=service.translation_key).count() == 2


def test_a_language_that_ptv_takes_away_is_withdrawn(service, run, folder, item, locales):
    finnish = item(SERVICE.format(1))
    finnish["serviceNames"] = [n for n in finnish["serviceNames"] if n["language"] == "fi"]
    assert count(run(folder(b=finnish)), "updated") == 1
    swedish = Service.objects.get(ptv_id=SERVICE.format(1), locale=locales["sv"])
    assert swedish.withdrawn_at
    service.refresh_from_db()
    assert service.withdrawn_at is None
    assert count(run(folder(b=finnish)), "unchanged") == 2
    run(folder(b=item(SERVICE.format(1))))
    swedish.refresh_from_db()
    assert swedish.withdrawn_at is None


def test_usage_of_an_organisation_is_known_to_the_admin(service):
    from wagtail.models import ReferenceIndex

    organisation = Organisation.objects.get()
    users = ReferenceIndex.get_references_to(organisation)
    assert {reference.object_id for reference in users} >= {str(service.pk)}
