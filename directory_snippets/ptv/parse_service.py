"""Services of v9–v11."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from soskes_wagtail.directory_snippets.models import ServiceOffering
from soskes_wagtail.directory_snippets.ptv.finlex import read_statute
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Concept, Law, Role, Service, Text
from soskes_wagtail.directory_snippets.ptv.parse_common import (
    coverage,
    display_names,
    identity,
    ids,
    is_published,
    items,
    localised,
    obj,
    text,
    uuid,
    warn_of_nameless_texts,
)

_ROLES = {
    "Responsible": ServiceOffering.Role.RESPONSIBLE,
    "OtherResponsible": ServiceOffering.Role.OTHER,
    "Producer": ServiceOffering.Role.PRODUCER,
}
#: Parts of "how to apply" in reading order: heading key and PTV's types (newer name first).
_INSTRUCTIONS = (
    ("", ("UserInstruction", "ServiceUserInstruction")),
    ("deadline", ("DeadLine", "DeadLineAdditionalInfo")),
    ("processing", ("ProcessingTime", "ProcessingTimeAdditionalInfo")),
    ("validity", ("ValidityTime", "ValidityTimeAdditionalInfo")),
    ("charge", ("ChargeTypeAdditionalInfo",)),
)
_CHARGES = {
    "FreeOfCharge": gettext_lazy("The service is free of charge."),
    "Free": gettext_lazy("The service is free of charge."),
    "Chargeable": gettext_lazy("There is a charge for the service."),
    "Charged": gettext_lazy("There is a charge for the service."),
}


def parse(data: dict) -> Service:
    """One service. Raises Unusable with the reason when it cannot be imported."""
    found = Service(id=identity(data), names=display_names(data, "serviceNames"))
    if not is_published(found, data):
        return found
    read_content(data, found)
    found.roles = _roles(data.get("organizations"), found)
    found.coverage = coverage(data)
    found.channel_ids = ids(data.get("serviceChannels"), "serviceChannel")
    if not _has_general(data.get("serviceDescriptions")):
        found.general_id = uuid(data.get("generalDescriptionId"))
    return found


def read_content(data: dict, found: Service) -> None:
    """What a service and a general description have in common."""
    texts = data.get("serviceDescriptions")
    found.summaries = _with_general(texts, "Summary", "ShortDescription")
    found.descriptions = _both(texts, "Description")
    found.requirements = localised(data.get("requirements"))
    found.instructions = [
        (heading, content)
        for heading, types in _INSTRUCTIONS
        if (content := _with_general(texts, *types))
    ]
    tell_charge(found, data.get("serviceChargeType"))
    found.classes = _concepts(data.get("serviceClasses"))
    found.target_groups = _concepts(data.get("targetGroups"))
    found.laws = [_law(entry, found) for entry in items(data.get("legislation"))]


def tell_charge(found: Service, charge: Any) -> None:
    """Put whether it costs something before what is said of the charges."""
    if not (words := _CHARGES.get(text(charge))):
        return
    said = dict(found.instructions).get("charge", {})
    for language in LANGUAGES:
        if language in found.names or not found.names:
            with override(language):
                said[language] = "\n\n".join(t for t in (str(words), said.get(language)) if t)
    if said and "charge" not in dict(found.instructions):
        found.instructions.append(("charge", said))


def _has_general(texts: Any) -> bool:
    """Whether the texts of the general description were merged into the answer."""
    return any(text(entry.get("type")).startswith("GD_") for entry in items(texts))


def _with_general(texts: Any, *types: str) -> Text:
    """The service's own text; else that of the national general description merged into it."""
    return localised(texts, *types, *(f"GD_{name}" for name in types))


def _both(texts: Any, name: str) -> Text:
    """The general description, then what the service adds to it, as PTV shows them."""
    general, own = localised(texts, f"GD_{name}"), localised(texts, name)
    return {
        language: "\n\n".join(t for t in (general.get(language), own.get(language)) if t)
        for language in {**general, **own}
    }


def _concepts(value: Any) -> list[Concept]:
    """Classes by their code, which the address holds where it is not given apart
    (``…/ptvserclass2/code/P3.8``)."""
    found = {}
    for entry in items(value):
        uri, code = text(entry.get("uri")), text(entry.get("code"))
        if not code and "/code/" in uri:
            code = uri.rsplit("/code/", 1)[1]
        if code or uri:
            concept = Concept(code=code, uri=uri, names=localised(entry.get("name")))
            found.setdefault(code or uri, concept)
    return [found[key] for key in sorted(found)]


def _law(entry: dict, found: Service) -> Law:
    law = Law(names=localised(entry.get("names")))
    addresses = [text(page.get("url")) for page in items(entry.get("webPages"))]
    law.statutes = sorted({s for address in addresses if (s := read_statute(address))})
    if not law.statutes:
        name = next((law.names[lang] for lang in LANGUAGES if lang in law.names), "")
        found.warnings.append(
            _("The law %(law)s has no link to a statute at Finlex.")
            % {"law": name or ", ".join(filter(None, addresses)) or "–"}
        )
    return law


def _roles(value: Any, found: Service) -> list[Role]:
    roles = {}
    for entry in items(value):
        kind = text(entry.get("roleType"))
        organization_id = uuid(obj(entry.get("organization")).get("id"))
        if kind not in _ROLES:
            found.warnings.append(
                _("The role %(role)s of an organisation is not known.") % {"role": kind or "–"}
            )
        elif organization_id is None:
            named = localised(entry.get("additionalInformation"))
            found.warnings.append(
                _("An organisation in the role %(role)s is not named: %(text)s")
                % {"role": kind, "text": next(iter(named.values()), "–")}
            )
        else:
            roles[kind, organization_id] = Role(
                role=str(_ROLES[kind]), organization_id=organization_id
            )
    return [roles[key] for key in sorted(roles)]


def warn_of_missing_texts(found: Service, has_general: bool) -> None:
    """Report names without texts and texts without names."""
    warn_of_nameless_texts(
        found,
        found.summaries,
        found.descriptions,
        found.requirements,
        *(content for _heading, content in found.instructions),
    )
    silent = set(found.names) - set(found.summaries) - set(found.descriptions)
    if silent:
        reason = _("There is a name but no text in these languages: %(languages)s.")
        if has_general:
            reason = _(
                "There is a name but no text in these languages: %(languages)s. "
                "It is in a general description that was not given."
            )
        found.warnings.append(reason % {"languages": ", ".join(sorted(silent))})
