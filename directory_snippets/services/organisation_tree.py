"""The organisations of some areas, with what is under them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Q

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Organisation, OrganisationChannel
from soskes_wagtail.directory_snippets.services.card_types import Way
from soskes_wagtail.directory_snippets.services.cards import CHANNEL_FIELDS
from soskes_wagtail.directory_snippets.services.json_rows import JsonRows
from soskes_wagtail.directory_snippets.services.localized import localized


@dataclass
class OrganisationNode:
    pk: int
    name: str
    type: str
    business_id: str
    oid: str
    ways: tuple[Way, ...]
    children: list["OrganisationNode"] = field(default_factory=list)


def organisation_tree(viewer: Viewer, area_ids: Iterable[int]) -> list[OrganisationNode]:
    """Organisations in force whose own area is one of these, each with those under it (three
    levels); one query. What the viewer may not see is left out with all that is under it."""
    ids = list(area_ids)
    rows = (
        visible_to(viewer, Organisation.objects.current())
        .filter(
            Q(area__in=ids)
            | Q(area__isnull=True, parent__area__in=ids)
            | Q(area__isnull=True, parent__area__isnull=True, parent__parent__area__in=ids)
        )
        .annotate(
            channel_rows=JsonRows(
                OrganisationChannel.objects.filter(organisation=OuterRef("pk"))
                .order_by("sort_order", "pk")
                .values(*CHANNEL_FIELDS)
            )
        )
        .order_by("type", "name_fi", "pk")
    )
    nodes, parents, roots = {}, {}, set()
    for row in rows:
        nodes[row.pk] = OrganisationNode(
            pk=row.pk,
            name=row.name,
            type=row.get_type_display(),
            business_id=row.business_id or "",
            oid=row.oid or "",
            ways=tuple(Way(r["kind"], r["value"], localized(r, "label")) for r in row.channel_rows),
        )
        parents[row.pk] = row.parent_id
        if row.area_id is not None:
            roots.add(row.pk)
    tops = []
    for pk, node in nodes.items():
        if parents[pk] in nodes:
            nodes[parents[pk]].children.append(node)
        elif pk in roots:
            tops.append(node)
    return tops
