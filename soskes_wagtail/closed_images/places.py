"""Which collections are closed for images, and who may have an image out of one."""

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

from soskes_wagtail.access import Viewer, viewer_for
from soskes_wagtail.access.collections import closed_collection_paths, paths_above
from soskes_wagtail.closed_images.names import ORIGINALS, is_closed_name
from soskes_wagtail.conf import app_settings
from soskes_wagtail.private_files import has_private_place

#: Whoever may do one of these with the images of a collection sees them in the admin.
WORK = ("add_image", "change_image", "delete_image", "choose_image")


def is_active() -> bool:
    """Whether images are closed at all: the host wants it, has included the addresses at which
    they are handed out, and has a place for them."""
    return app_settings.CLOSED_IMAGES != "none" and has_address() and has_place()


def has_address() -> bool:
    try:
        reverse("soskes:closed_image", args=(ORIGINALS, "x"))
    except NoReverseMatch:
        return False
    return True


def has_place() -> bool:
    try:
        return has_private_place()
    except ImproperlyConfigured:
        return False


def restrictions() -> QuerySet[CollectionViewRestriction]:
    """What closes a collection for images; with ``"soskes"`` what lets in roles of SosKes."""
    found = CollectionViewRestriction.objects.all()
    if app_settings.CLOSED_IMAGES == "all":
        return found
    through = CollectionViewRestriction.groups.through
    ours = through.objects.filter(group__soskes_role__isnull=False)
    return found.filter(
        restriction_type=CollectionViewRestriction.GROUPS,
        pk__in=ours.values("collectionviewrestriction_id"),
    )


def closed_q() -> Q:
    """Images of closed collections, with those below; one query."""
    closed = Q(pk__in=[])
    if is_active():
        for path in set(restrictions().values_list("collection__path", flat=True)):
            closed |= Q(collection__path__startswith=path)
    return closed


def is_closed(collection_id: int | None) -> bool:
    """Whether images of a collection are kept apart."""
    if collection_id is None or not is_active():
        return False
    path = Collection.objects.filter(pk=collection_id).values_list("path", flat=True).first()
    return restrictions().filter(collection__path__in=paths_above(path or "")).exists()


def may_have(request: HttpRequest, image) -> bool:
    """Whether the collection of an image is open to who asks, or they work with its images.

    The groups of a role count only as long as a membership stands behind them.
    """
    viewer = viewer_for(request)
    if viewer.is_superuser:
        return True
    groups = viewer.group_ids  # Wagtail asks the user for groups next, and gets these
    above = Collection.objects.filter(path__in=paths_above(image.collection.path))
    found = CollectionViewRestriction.objects.filter(collection__in=above)
    if all(one.accept_request(request) for one in found.prefetch_related("groups")):
        return True
    return bool(groups) and (
        GroupCollectionPermission.objects.filter(
            group_id__in=groups,
            collection__in=above,
            permission__content_type__app_label="wagtailimages",
            permission__codename__in=WORK,
        ).exists()
    )


def is_shown(viewer: Viewer, image) -> bool:
    """Whether a page shows an image to a viewer: no broken picture where it is not handed out.

    Two queries once for a viewer, none for images that anybody may have.
    """
    if not is_closed_name(image.file.name) or viewer.is_superuser:
        return True
    kept = viewer.__dict__.get("_soskes_closed_collections")
    if kept is None:
        paths = closed_collection_paths(viewer)
        rows = Collection.objects.values_list("pk", "path") if paths else ()
        kept = frozenset(pk for pk, path in rows if path.startswith(paths))
        viewer.__dict__["_soskes_closed_collections"] = kept
    return image.collection_id not in kept
