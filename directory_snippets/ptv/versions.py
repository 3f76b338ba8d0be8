"""Which version of the interface an item is of; each is parsed by the parser of its version."""

from typing import Any

from soskes_wagtail.directory_snippets.ptv import general, parser, v12
from soskes_wagtail.directory_snippets.ptv.model import Aside, Kind, Organization, Record


def recognise(data: Any) -> Kind:
    """Kind of an item of any version; UNKNOWN for anything else."""
    if general.is_v12(data):
        return Kind.UNKNOWN
    return _version_of(data).recognise(data)


def parse(data: Any) -> Record:
    """The item in the internal model. Raises Unusable with the reason for the report."""
    return _version_of(data).parse(data)


def brief(data: Any) -> Organization | None:
    """Identifier, codes, parent and area of an organisation, read without a check; None when it
    has no identifier. For items that were found good before."""
    return _version_of(data).brief(data)


def raw_id(data: Any) -> str:
    """The identifier as it stands in the item, for the report; empty when there is none."""
    return _version_of(data).raw_id(data)


def read_aside(data: Any) -> Aside | None:
    """What is no item but tells of items: a general description, or, in v12 only, a connection or
    a code and its name.

    Raises Unusable when it is one of them and cannot be read.
    """
    return general.read_general(data) or v12.read_aside(data)


def _version_of(data: Any):
    return v12 if v12.is_item(data) else parser
