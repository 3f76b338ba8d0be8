"""Organisations of v9–v11."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.ptv.model import AreaRef, Organization
from soskes_wagtail.directory_snippets.ptv.parse_address import read_place
from soskes_wagtail.directory_snippets.ptv.parse_common import (
    Unusable,
    areas,
    display_names,
    identity,
    is_published,
    localised,
    municipality,
    text,
    uuid,
    warn_of_nameless_texts,
)
from soskes_wagtail.directory_snippets.ptv.parse_contact import Contacts
from soskes_wagtail.directory_snippets.validators import validate_business_id, validate_oid

TYPES = {
    "Municipality": Organisation.Type.MUNICIPALITY,
    "RegionalOrganization": Organisation.Type.JOINT_AUTHORITY,
    "WellbeingServicesCounty": Organisation.Type.WELLBEING_COUNTY,
    "State": Organisation.Type.STATE,
    "Organization": Organisation.Type.ASSOCIATION,
    "Company": Organisation.Type.COMPANY,
}


def parse(data: dict) -> Organization:
    """One organisation. Raises Unusable with the reason when it cannot be imported."""
    found = Organization(id=identity(data), names=display_names(data, "organizationNames"))
    if not is_published(found, data):
        return found
    kind = text(data.get("organizationType"))
    found.type = str(TYPES.get(kind, ""))
    if not found.type:
        raise Unusable(_("Its type %(type)s is not known.") % {"type": kind or "–"})
    found.business_id = checked(
        found, data.get("businessCode"), validate_business_id, _("The business ID %(value)s")
    )
    found.oid = checked(found, data.get("oid"), validate_oid, _("The OID code %(value)s"))
    found.parent_id = uuid(data.get("parentOrganizationId"))
    found.area = _own_area(data, kind)
    found.descriptions = localised(
        data.get("organizationDescriptions"), "Description", "Summary", "ShortDescription"
    )
    found.contacts = (
        Contacts()
        .phones(data.get("phoneNumbers"))
        .emails(data.get("emails"))
        .web_pages(data.get("webPages"))
        .points
    )
    found.place = read_place(data.get("addresses"), found)
    warn_of_nameless_texts(found, found.descriptions)
    return found


def brief(data: dict) -> Organization | None:
    """What ``versions.brief`` says, of v9–v11."""
    identifier = uuid(data.get("id"))
    return identifier and Organization(
        id=identifier,
        business_id=text(data.get("businessCode")) or None,
        oid=text(data.get("oid")) or None,
        parent_id=uuid(data.get("parentOrganizationId")),
        area=_own_area(data, text(data.get("organizationType"))),
    )


def checked(found: Organization, value, validate, what: str) -> str | None:
    """``value`` when it is valid; an invalid one is left out and reported."""
    content = text(value)
    if not content:
        return None
    try:
        validate(content)
    except ValidationError as error:
        found.warnings.append(
            _("%(what)s was left out: %(reason)s")
            % {"what": what % {"value": content}, "reason": " ".join(error.messages)}
        )
        return None
    return content


def _own_area(data: dict, kind: str) -> AreaRef | None:
    """The municipality of a municipality; else the area, when there is exactly one."""
    if kind == "Municipality":
        return municipality(data.get("municipality"))
    own = areas(data.get("areas"))
    return own[0] if len(own) == 1 else None
