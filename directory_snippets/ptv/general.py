"""National general descriptions: what is the same for a service in every municipality.

A service that follows one says in PTV only what differs. Readers get both, as PTV shows them.
"""

from typing import Any

from soskes_wagtail.directory_snippets.ptv import parse_service, v12_service
from soskes_wagtail.directory_snippets.ptv.model import General, Service, Text
from soskes_wagtail.directory_snippets.ptv.parse_common import localised, uuid


def read_general(data: Any) -> General | None:
    """The general description that ``data`` is, of v9–v12; None when it is none."""
    if is_v12(data):
        identifier, read = uuid(data.get("contentId")), v12_service.read_content
    elif _is_v11(data):
        identifier, read = uuid(data.get("id")), _read_v11
    else:
        return None
    if identifier is None:
        return None
    service = Service(id=identifier)
    read(data, service)
    return General(service=service)


def is_v12(data: Any) -> bool:
    """Services name who is responsible, general descriptions have nobody."""
    return (
        isinstance(data, dict)
        and isinstance(data.get("languageVersions"), dict)
        and not data.keys() & _OF_OTHERS
        and bool(data.keys() & {"generalDescriptionType", "serviceType", "serviceClasses"})
    )


_OF_OTHERS = {
    "organizationContentId",
    "producers",
    "generalDescriptionContentId",
    "serviceChannelType",
    "organizationType",
}


def _is_v11(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and isinstance(data.get("names"), list)
        and isinstance(data.get("descriptions"), list)
        and "serviceClasses" in data
    )


def _read_v11(data: dict, service: Service) -> None:
    parse_service.read_content({**data, "serviceDescriptions": data["descriptions"]}, service)
    service.requirements = localised(data.get("requirements"))


def merge(service: Service, general: Service) -> None:
    """Complete ``service``, in the languages that it has itself."""
    if service.is_markdown != general.is_markdown:
        return
    names = service.names
    service.summaries = _own_else(service.summaries, general.summaries, names)
    service.requirements = _own_else(service.requirements, general.requirements, names)
    service.descriptions = {
        language: "\n\n".join(
            text
            for text in (
                general.descriptions.get(language) if language in names else "",
                service.descriptions.get(language),
            )
            if text
        )
        for language in _in_order(service.descriptions, general.descriptions)
        if language in names or language in service.descriptions
    }
    own, more = dict(service.instructions), dict(general.instructions)
    service.instructions = [
        (heading, content)
        for heading in _in_order(own, more)
        if (content := _own_else(own.get(heading, {}), more.get(heading, {}), names))
    ]
    for name in ("classes", "target_groups"):
        found = {c.code or c.uri: c for c in (*getattr(general, name), *getattr(service, name))}
        setattr(service, name, [found[key] for key in sorted(found)])
    known = {statute for law in service.laws for statute in law.statutes}
    service.laws += [law for law in general.laws if not known.issuperset(law.statutes)]
    service.warnings += [w for w in general.warnings if w not in service.warnings]


def _own_else(own: Text, general: Text, names: Text) -> Text:
    return {language: text for language, text in general.items() if language in names} | own


def _in_order(own: dict, general: dict) -> list:
    return list(dict.fromkeys([*own, *general]))
