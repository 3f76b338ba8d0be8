"""Services of v12."""

from typing import Any

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import ServiceOffering
from soskes_wagtail.directory_snippets.ptv.finlex import read_statute
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Concept, Law, Role, Service
from soskes_wagtail.directory_snippets.ptv.parse_common import items, obj, text, uuid
from soskes_wagtail.directory_snippets.ptv.parse_service import tell_charge
from soskes_wagtail.directory_snippets.ptv.v12_common import (
    coverage,
    display_names,
    entries,
    identity,
    localised,
    plain_texts,
    texts,
)

_Role = ServiceOffering.Role
#: Parts of "how to apply" in reading order: heading key and key of the language version.
_INSTRUCTIONS = (("", "userInstructions"), ("charge", "chargeTypeAdditionalInformation"))
_PRODUCERS = ("selfProducedProducers", "procuredProducers", "otherProducers")


def parse(data: dict) -> Service:
    """One service. Connections are items of their own, so ``channel_ids`` stays unsaid."""
    found = Service(id=identity(data), names=display_names(data))
    read_content(data, found)
    found.roles = _roles(data, found)
    found.coverage = coverage(data.get("area"))
    found.general_id = uuid(data.get("generalDescriptionContentId"))
    return found


def read_content(data: dict, found: Service) -> None:
    """What a service and a general description have in common."""
    found.is_markdown = True
    found.summaries = plain_texts(data, "summary")
    found.descriptions = texts(data, "description")
    found.requirements = texts(data, "conditions")
    found.instructions = [
        (heading, content) for heading, key in _INSTRUCTIONS if (content := texts(data, key))
    ]
    tell_charge(found, data.get("chargeType"))
    found.classes = _concepts(data.get("serviceClasses"))
    found.target_groups = _concepts(data.get("targetGroups"))
    found.laws = _laws(data, found)


def _concepts(value: Any) -> list[Concept]:
    """Bare codes; their names stand on reference pages."""
    codes = {text(code) for code in value} if isinstance(value, list) else set()
    return [Concept(code=code) for code in sorted(codes - {""})]


def _laws(data: dict, found: Service) -> list[Law]:
    """Each statute once, with its name in each language; Finnish first, as links differ."""
    ranks = {language: rank for rank, language in enumerate(LANGUAGES)}
    links = entries(data, "legislationLinks")
    links.sort(key=lambda link: ranks.get(link["language"], len(ranks)))
    laws: dict[tuple[int, str], Law] = {}
    for link in links:
        name, address = text(link.get("name")), text(link.get("url"))
        if statute := read_statute(address):
            law = laws.setdefault(statute, Law(statutes=[statute]))
            if name:
                law.names.setdefault(link["language"], name)
        else:
            found.warnings.append(
                _("The law %(law)s has no link to a statute at Finlex.")
                % {"law": name or address or "–"}
            )
    return [laws[key] for key in sorted(laws)]


def _roles(data: dict, found: Service) -> list[Role]:
    named = [(_Role.RESPONSIBLE, data.get("organizationContentId"))]
    others = data.get("otherResponsibleOrganizations")
    named += [(_Role.OTHER, other) for other in (others if isinstance(others, list) else ())]
    producers = obj(data.get("producers"))
    for key in _PRODUCERS:
        part = obj(producers.get(key))
        organizations = part.get("organizations")
        for identifier in organizations if isinstance(organizations, list) else ():
            named.append((_Role.PRODUCER, identifier))
        for other in items(part.get("other")):
            names = localised(other.get("name"))
            found.warnings.append(
                _("An organisation in the role %(role)s is not named: %(text)s")
                % {"role": "Producer", "text": next(iter(names.values()), "–")}
            )
    roles = {}
    for role, value in named:
        if identifier := uuid(value):
            roles[str(role), identifier] = Role(role=str(role), organization_id=identifier)
    return [roles[key] for key in sorted(roles)]
