"""What of the directory and of the pages can be found, and where on the site it is shown."""

from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Expertise,
    Membership,
    NetworkRole,
    Organisation,
    Profile,
    Service,
    ServiceClass,
    Statute,
    Unit,
)
from soskes_wagtail.search_sources import (
    ALL_ROWS,
    SearchFacet,
    SearchSource,
    register_page_values,
    register_search_facet,
    register_search_source,
)


def register() -> None:
    from soskes_wagtail.sections.models import (
        EventPage,
        EventTag,
        MunicipalityDirectoryPage,
        PeopleSearchPage,
        ServiceSectionPage,
    )
    from soskes_wagtail.sections.searchable import (
        contacts,
        facets,
        pages,
        people,
        records,
        services,
    )

    # Records are shown on these pages: where they lie, and which classes they are about.
    places = {MunicipalityDirectoryPage: _all, ServiceSectionPage: _all}
    area = {Area: "area"}
    for source in (
        SearchSource(
            "event",
            _("Events"),
            15,
            model=EventPage,
            rows=pages.event_rows,
            entries=pages.event_entries,
            show=pages.show_events,
            watches={EventTag: "tags", Organisation: "organiser"},
        ),
        SearchSource(
            "contact",
            _("Contacts"),
            20,
            model=Contact,
            rows=contacts.rows,
            entries=contacts.entries,
            show=contacts.show,
            watches={
                Area: contacts.of_areas,
                ServiceClass: "service_classes",
                Organisation: "organisation",
                **places,
            },
        ),
        SearchSource(
            "person",
            _("People"),
            25,
            model=Profile,
            rows=people.rows,
            entries=people.entries,
            show=people.show,
            watches={
                Area: "areas",
                Expertise: "expertise_links__tag",
                NetworkRole: "network_roles",
                Membership: people.of_memberships,
                Organisation: people.of_organisations,
                PeopleSearchPage: _all,
            },
        ),
        SearchSource(
            "municipality",
            _("Former municipalities"),
            30,
            model=Area,
            rows=records.former_rows,
            entries=records.former_entries,
            show=records.show_former,
            watches={MunicipalityDirectoryPage: _all},
        ),
        SearchSource(
            "service",
            _("Services"),
            40,
            model=Service,
            rows=services.rows,
            entries=services.entries,
            show=services.show,
            watches={ServiceClass: "service_classes", **places},
        ),
        SearchSource(
            "unit",
            _("Service points"),
            50,
            model=Unit,
            rows=records.unit_rows,
            entries=records.unit_entries,
            show=records.show_units,
            watches={**area, MunicipalityDirectoryPage: _all},
        ),
        SearchSource(
            "organisation",
            _("Organisations"),
            60,
            model=Organisation,
            rows=records.organisation_rows,
            entries=records.organisation_entries,
            show=records.show_organisations,
            watches={**area, MunicipalityDirectoryPage: _all},
        ),
        SearchSource(
            "statute",
            _("Statutes"),
            70,
            model=Statute,
            entries=records.statute_entries,
            show=records.show_statutes,
        ),
    ):
        register_search_source(source)
    register_page_values(pages.values)
    for facet in (
        SearchFacet("area", _("Municipality"), 10, facets.area_labels),
        SearchFacet("section", _("Section"), 20, facets.section_labels),
        SearchFacet("tag", _("Tag"), 40, facets.tag_labels),
    ):
        register_search_facet(facet)


def _all(ids):
    return ALL_ROWS
