"""What a single object carries beyond the schema's own fields, as the API of HSDS has it."""

from typing import Any

from soskes_wagtail.directory_snippets.hsds.ids import service_id
from soskes_wagtail.directory_snippets.hsds.location import locations
from soskes_wagtail.directory_snippets.hsds.offering import service_at_locations
from soskes_wagtail.directory_snippets.hsds.organization import organizations
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.hsds.service import services
from soskes_wagtail.directory_snippets.hsds.values import compact
from soskes_wagtail.directory_snippets.models import Organisation, ServiceOffering


def complete_organization(directory: Directory, row: Organisation) -> dict[str, Any]:
    """The organization with its locations and, in few words, its services."""
    (item,) = organizations(directory, [row], full=True)
    own = directory.services().filter(organisation=row)
    return item | compact(
        locations=locations(directory, directory.units().filter(organisation=row)),
        services=[
            {
                "id": service_id(service.any_ptv_id, service.translation_key),
                "name": service.name,
                "status": "active",
            }
            for service in own
        ],
    )


def complete_service_at_location(directory: Directory, row: ServiceOffering) -> dict[str, Any]:
    """The service_at_location with its location and its service."""
    (item,) = service_at_locations(directory, [row], full=True)
    own = directory.services().filter(translation_key=row.service_key)
    return item | compact(service=next(iter(services(directory, own, full=False)), None))
