"""People: found by members, by what all members are shown of them."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from soskes_wagtail.access import Audience, Disclosure, Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Organisation, Profile
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES
from soskes_wagtail.search_sources import SearchEntry, SearchHit, SearchRequest
from soskes_wagtail.sections.searchable.places import in_languages, joined


def rows() -> QuerySet:
    people = Profile.objects.filter(Profile.belonging_q())
    return Profile.with_organisations(people).prefetch_related(
        "areas", "network_roles", "expertise_links__tag"
    )


def of_memberships(ids: Sequence[int]) -> Iterable[int]:
    found = Profile.objects.filter(user__soskes_memberships__in=ids)
    return found.order_by().values_list("pk", flat=True).distinct()


def of_organisations(ids: Sequence[int]) -> Iterable[int]:
    found = Profile.objects.filter(user__soskes_memberships__organisation__in=ids)
    return found.order_by().values_list("pk", flat=True).distinct()


def entries(people: Sequence[Profile]) -> Iterator[SearchEntry]:
    """One entry a person; what only some members are shown is found in the people search."""
    wanted = {pk for person in people for pk in person.organisation_ids}
    organisations = Organisation.objects.filter(
        audience__in=(Audience.PUBLIC, Audience.MEMBERS), withdrawn_at__isnull=True
    ).in_bulk(wanted)
    for person in people:
        names = [
            in_languages(organisations[pk], "name")
            for pk in sorted(person.organisation_ids)
            if pk in organisations
        ]
        areas = list(person.areas.all()) if _for_all(person, "areas") else []
        told = [in_languages(area, "name") for area in areas]
        if _for_all(person, "network_roles"):
            told += [in_languages(role, "name") for role in person.network_roles.all()]
            told.append(_in_all(person.ask_me))
        if _for_all(person, "expertise"):
            told += [_in_all(link.tag.name) for link in person.expertise_links.all()]
        yield SearchEntry(
            object_id=person.pk,
            title=person.name,
            summary=person.title,
            text=joined(_in_all(person.title), *names, *told),
            access=("members",),
            areas=[area.code for area in areas if area.kind == "municipality"],
        )


def show(viewer: Viewer, people: Sequence[Profile], asked: SearchRequest) -> dict:
    from soskes_wagtail.sections.models import PeopleSearchPage

    pages = list(
        visible_to(viewer, PeopleSearchPage.objects.select_related("locale")).order_by("path")
    )
    pages.sort(key=lambda page: page.locale.language_code != asked.language)
    url = pages[0].get_url(asked.request) if pages else None
    if not url:
        return {}
    return {
        person.pk: SearchHit("", person.name, f"{url}{person.pk}/", person.title)
        for person in people
    }


def _for_all(person: Profile, group: str) -> bool:
    return getattr(person, f"{group}_audience") == Disclosure.MEMBERS


def _in_all(text: str) -> dict[str, str]:
    """A text that people write once, for a search in any language."""
    return dict.fromkeys(FALLBACK_LANGUAGES, text)
