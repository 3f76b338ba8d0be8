"""Documents whose collection is closed to a reader are not even named."""

from wagtail.documents import get_document_model

from soskes_wagtail.access import Viewer
from soskes_wagtail.access.collections import closed_collection_paths


def open_documents(viewer: Viewer, ids: set[int]) -> dict[int, object]:
    """Documents by id, without those in a collection that is closed to the viewer.

    Two queries, none without ids.
    """
    if not ids:
        return {}
    closed = closed_collection_paths(viewer)
    documents = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    return {d.pk: d for d in documents if not (closed and d.collection.path.startswith(closed))}
