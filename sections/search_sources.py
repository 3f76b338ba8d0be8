"""Records of the directory as search sources: found by name, shown where they stand on the site."""

from functools import reduce

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Organisation,
    Service,
    Statute,
    Unit,
)
from soskes_wagtail.directory_snippets.services.disclosure import searched, shown
from soskes_wagtail.search_sources import (
    SearchHit,
    SearchRequest,
    SearchSource,
    register_search_source,
)
from soskes_wagtail.sections.services.addresses import Addresses

LANGUAGES = ("fi", "sv", "en")


def register() -> None:
    for kind, label, order, find in (
        ("contact", gettext_lazy("Contacts"), 20, find_contacts),
        ("municipality", gettext_lazy("Former municipalities"), 30, find_former_municipalities),
        ("service", gettext_lazy("Services"), 40, find_services),
        ("unit", gettext_lazy("Service points"), 50, find_units),
        ("organisation", gettext_lazy("Organisations"), 60, find_organisations),
        ("statute", gettext_lazy("Statutes"), 70, find_statutes),
    ):
        register_search_source(SearchSource(kind, label, order, find))


def find_contacts(viewer: Viewer, asked: SearchRequest) -> list[SearchHit]:
    fields = [
        *_localised("role_title", "task", "service_classes__name", "areas__name"),
        "person_name",
        "organisation__area__name_fi",
    ]
    found = _matching(viewer, visible_to(viewer, Contact.objects.current()), fields, asked)
    addresses = _addresses(viewer, asked)
    hits = []
    found = found.select_related("organisation").prefetch_related("areas")
    for contact in found[: asked.limit]:
        areas = list(contact.areas.all())
        url = addresses.of_areas([*(a.pk for a in areas), contact.organisation.area_id])
        places = ", ".join(area.name for area in areas[:3])
        values = shown(viewer, contact)
        title = _joined(", ", contact.role_title, values["person_name"])
        summary = _joined(" · ", places, values["phone"], values["email"])
        hits.append(SearchHit("contact", title, url, summary))
    return _reachable(hits)


def find_former_municipalities(viewer: Viewer, asked: SearchRequest) -> list[SearchHit]:
    """Old names lead to what the municipality is a part of now."""
    areas = visible_to(viewer, Area.objects.municipalities()).filter(successor__isnull=False)
    addresses = _addresses(viewer, asked)
    hits = []
    found = _matching(viewer, areas, _localised("name"), asked)
    for area in found.select_related("successor__successor__successor")[: asked.limit]:
        now = area.latest_successor()
        summary = _("Now part of %(name)s.") % {"name": now.name}
        hits.append(
            SearchHit("municipality", area.name, addresses.municipalities.get(now.pk, ""), summary)
        )
    return _reachable(hits)


def find_services(viewer: Viewer, asked: SearchRequest) -> list[SearchHit]:
    services = visible_to(viewer, Service.objects.filter(locale__language_code=asked.language))
    found = _matching(viewer, services, ["name", "summary"], asked)
    addresses = _addresses(viewer, asked)
    hits = []
    for service in found.prefetch_related("service_classes")[: asked.limit]:
        classes = [each.pk for each in service.service_classes.all()]
        url = addresses.of_classes(classes) or addresses.directory
        hits.append(SearchHit("service", service.name, url, service.summary))
    return _reachable(hits)


def find_units(viewer: Viewer, asked: SearchRequest) -> list[SearchHit]:
    found = _matching(
        viewer,
        visible_to(viewer, Unit.objects.current()),
        [*_localised("name", "street", "area__name"), "oid"],
        asked,
    )
    addresses = _addresses(viewer, asked)
    return _reachable(
        SearchHit(
            "unit",
            unit.name,
            addresses.of_areas([unit.area_id]),
            shown(viewer, unit)["visiting_address"],
        )
        for unit in found[: asked.limit]
    )


def find_organisations(viewer: Viewer, asked: SearchRequest) -> list[SearchHit]:
    found = _matching(
        viewer,
        visible_to(viewer, Organisation.objects.current()),
        [*_localised("name"), "oid", "business_id"],
        asked,
    )
    addresses = _addresses(viewer, asked)
    return _reachable(
        SearchHit(
            "organisation",
            organisation.name,
            addresses.of_areas([organisation.area_id]),
            organisation.get_type_display(),
        )
        for organisation in found[: asked.limit]
    )


def find_statutes(viewer: Viewer, asked: SearchRequest) -> list[SearchHit]:
    found = _matching(
        viewer,
        visible_to(viewer, Statute.objects.all()),
        [*_localised("title", "short_name"), "abbreviation", "number", "year"],
        asked,
    )
    return [
        SearchHit("statute", str(statute), statute.finlex_url_in(asked.language), statute.title)
        for statute in found.order_by("-in_force", "title_fi")[: asked.limit]
    ]


def _joined(separator: str, *parts: str) -> str:
    return separator.join(part for part in parts if part)


def _localised(*names: str) -> list[str]:
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


def _matching(
    viewer: Viewer, queryset: QuerySet, fields: list[str], asked: SearchRequest
) -> QuerySet:
    """Rows in which every word occurs in one of the fields that the viewer is shown."""
    allowed = searched(viewer, queryset.model, fields)
    for word in asked.words:
        queryset = queryset.filter(
            reduce(Q.__or__, (Q(**{f"{field}__icontains": word}) & rows for field, rows in allowed))
        )
    # The ids come first: a row found through two of its areas would stand twice.
    return queryset.model._default_manager.filter(pk__in=queryset.order_by().values("pk"))


def _addresses(viewer: Viewer, asked: SearchRequest) -> Addresses:
    return Addresses.load(viewer, asked.language, asked.request)


def _reachable(hits) -> list[SearchHit]:
    """Hits that lead somewhere: a record without a page to open would be a dead end."""
    return [hit for hit in hits if hit.url]
