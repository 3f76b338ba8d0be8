from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Service
from soskes_wagtail.search_sources import SearchEntry, SearchHit, SearchRequest
from soskes_wagtail.sections.searchable.places import Places
from soskes_wagtail.sections.services.addresses import Addresses


def rows() -> QuerySet:
    return (
        Service.objects.filter(live=True, withdrawn_at__isnull=True)
        .select_related("locale", "organisation")
        .prefetch_related("service_classes", "target_groups")
    )


def entries(services: Sequence[Service]) -> Iterator[SearchEntry]:
    places = Places.load()
    for service in services:
        classes = list(service.service_classes.all())
        language = service.locale.language_code
        named = [*classes, *service.target_groups.all()]
        names = [getattr(each, f"name_{language}", "") or each.name_fi for each in named]
        texts = [service.description, service.who_for, service.how_to_apply, *names]
        yield SearchEntry(
            object_id=service.pk,
            title=service.name,
            summary=service.summary,
            text="\n".join(text for text in texts if text),
            language=language,
            access=(service.audience,),
            page_path=places.directory,
            sections=places.sections_of(each.pk for each in classes),
            classes=[each.code for each in classes],
        )


def show(viewer: Viewer, services: Sequence[Service], asked: SearchRequest) -> dict:
    addresses = Addresses.shared(viewer, asked)
    hits = {}
    for service in services:
        classes = [each.pk for each in service.service_classes.all()]
        url = addresses.of_classes(classes) or addresses.directory
        if url:
            hits[service.pk] = SearchHit("", service.name, url, service.summary)
    return hits
