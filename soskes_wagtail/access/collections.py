"""Collections of files, and to whom they are closed. Privacy covers the collections below."""

from django.db.models import Q
from wagtail.models import Collection
from wagtail.models import CollectionViewRestriction as Restriction

from soskes_wagtail.access.viewer import Viewer


def closed_collection_paths(viewer: Viewer) -> tuple[str, ...]:
    """Tree paths of collections that are closed to the viewer; one query.

    Collections behind a password stay closed: whoever has the password has the address.
    """
    unmet = Q(restriction_type=Restriction.PASSWORD)
    if not viewer.is_authenticated:
        unmet |= Q(restriction_type=Restriction.LOGIN)
    if not viewer.is_superuser:
        theirs = Restriction.groups.through.objects.filter(group_id__in=viewer.group_ids)
        unmet |= Q(restriction_type=Restriction.GROUPS) & ~Q(
            pk__in=theirs.values("collectionviewrestriction_id")
        )
    return tuple(Restriction.objects.filter(unmet).values_list("collection__path", flat=True))


def paths_above(path: str) -> list[str]:
    """Tree paths of a collection and of all above it."""
    return [path[:end] for end in range(Collection.steplen, len(path) + 1, Collection.steplen)]
