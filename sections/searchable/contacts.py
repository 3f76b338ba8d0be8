"""Contacts: found by role, task, place and classes, and by what each viewer is shown of them."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Contact
from soskes_wagtail.directory_snippets.services.disclosure import shown
from soskes_wagtail.search_sources import SearchEntry, SearchHit, SearchRequest
from soskes_wagtail.sections.searchable.places import (
    Places,
    disclosed,
    end_of,
    in_languages,
    joined,
    start_of,
)
from soskes_wagtail.sections.services.addresses import Addresses


def rows() -> QuerySet:
    return (
        Contact.objects.current()
        .select_related("organisation__area")
        .prefetch_related("areas", "service_classes")
    )


def of_areas(ids: Sequence[int]) -> Iterable[int]:
    """Contacts in whose entry an area is named."""
    found = Contact.objects.filter(Q(areas__in=ids) | Q(organisation__area__in=ids))
    return found.order_by().values_list("pk", flat=True).distinct()


def entries(contacts: Sequence[Contact]) -> Iterator[SearchEntry]:
    places = Places.load()
    for contact in contacts:
        areas, classes = list(contact.areas.all()), list(contact.service_classes.all())
        own_area = contact.organisation.area
        named = [in_languages(area, "name") for area in [*areas, *([own_area] if own_area else [])]]
        about = joined(*(in_languages(each, "name") for each in classes), *named)
        organisation = in_languages(contact.organisation, "name")
        told = {
            "person_name": contact.person_name,
            "phone": contact.phone,
            "direct_phone": contact.direct_phone,
            "email": contact.email,
        }
        for access, text in disclosed(contact, told):
            yield SearchEntry(
                object_id=contact.pk,
                title=in_languages(contact, "role_title"),
                summary=joined(in_languages(contact, "task"), named[0] if named else {}),
                text=joined(about, organisation, in_languages(contact, "note"), {"fi": text}),
                access=access,
                page_path=places.directory,
                areas=[a.code for a in areas or [own_area] if a and a.kind == "municipality"],
                sections=places.sections_of(each.pk for each in classes),
                classes=[each.code for each in classes],
                found_from=start_of(contact.valid_from),
                found_until=end_of(contact.valid_to),
            )


def show(viewer: Viewer, contacts: Sequence[Contact], asked: SearchRequest) -> dict:
    addresses = Addresses.shared(viewer, asked)
    hits = {}
    for contact in contacts:
        areas = list(contact.areas.all())
        url = addresses.of_areas([*(a.pk for a in areas), contact.organisation.area_id])
        if url:
            values = shown(viewer, contact)
            title = _joined(", ", contact.role_title, values["person_name"])
            names = ", ".join(area.name for area in areas[:3])
            summary = _joined(" · ", names, values["phone"], values["email"])
            hits[contact.pk] = SearchHit("", title, url, summary)
    return hits


def _joined(separator: str, *parts: str) -> str:
    return separator.join(part for part in parts if part)
