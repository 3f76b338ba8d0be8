"""Documents whose collection is closed to a reader are not even named."""

from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction as Restriction

from soskes_wagtail.access import Viewer


def open_documents(viewer: Viewer, ids: set[int]) -> dict[int, object]:
    """Documents by id, without those in a collection that is closed to the viewer.

    A collection's privacy covers the collections below it. Two queries, none without ids.
    Collections behind a password stay out of lists: whoever has the password has the link.
    """
    if not ids:
        return {}
    unmet = Q(restriction_type=Restriction.PASSWORD)
    if not viewer.is_authenticated:
        unmet |= Q(restriction_type=Restriction.LOGIN)
    if not viewer.is_superuser:
        theirs = Restriction.groups.through.objects.filter(group_id__in=viewer.group_ids)
        unmet |= Q(restriction_type=Restriction.GROUPS) & ~Q(
            pk__in=theirs.values("collectionviewrestriction_id")
        )
    closed = tuple(Restriction.objects.filter(unmet).values_list("collection__path", flat=True))
    documents = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    return {d.pk: d for d in documents if not (closed and d.collection.path.startswith(closed))}
