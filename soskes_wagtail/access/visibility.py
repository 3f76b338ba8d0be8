"""The one answer to "who may see this", for lists and for single objects."""

from django.db.models import Manager, Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from soskes_wagtail.access.branches import is_inside, outside_q
from soskes_wagtail.access.viewer import Viewer


def visible_to(user_or_viewer, queryset: QuerySet) -> QuerySet:
    """The part of a queryset (or manager) that somebody may see.

    Pages of any type: published, not expired, and under no login, group or password
    restriction that the viewer does not meet. Records: what the model's classmethod
    ``visible_q(viewer) -> Q`` allows; a model without one raises ``TypeError``, so that what
    nobody thought about stays closed.

    Pass a ``Viewer`` where there is a request (``viewer_for``): it knows the passwords passed
    in the session and saves the queries. A bare user or ``AnonymousUser`` has passed none.
    """
    if isinstance(queryset, Manager):
        queryset = queryset.all()
    return queryset.filter(_visible_q(_viewer(user_or_viewer), queryset.model))


def can_see(user_or_viewer, obj: Model) -> bool:
    """Whether somebody may see one page or record; no query for a page, one for a record."""
    viewer = _viewer(user_or_viewer)
    if isinstance(obj, Page):
        expired = obj.expired or (obj.expire_at is not None and obj.expire_at <= timezone.now())
        return obj.live and not expired and not is_inside(obj.path, viewer.closed_branches)
    model = type(obj)
    rows = model._default_manager.filter(pk=obj.pk)
    return obj.pk is not None and rows.filter(_visible_q(viewer, model)).exists()


def _viewer(user_or_viewer) -> Viewer:
    if isinstance(user_or_viewer, Viewer):
        return user_or_viewer
    if hasattr(user_or_viewer, "is_authenticated"):
        return Viewer(user_or_viewer)
    raise TypeError(f"A user or a Viewer is needed, not {type(user_or_viewer).__name__}.")


def _visible_q(viewer: Viewer, model: type[Model]) -> Q:
    if issubclass(model, Page):
        # Wagtail sets ``expired`` when its scheduler runs, which may be an hour too late.
        in_time = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
        return Q(live=True, expired=False) & in_time & outside_q(viewer.closed_branches)
    rule = getattr(model, "visible_q", None)
    if rule is None:
        raise TypeError(f"{model._meta.label} has no visible_q(viewer): nobody may see it.")
    return rule(viewer)
