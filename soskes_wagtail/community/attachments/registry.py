"""What files can be attached to: models that say who may see their rows."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from soskes_wagtail.access import Viewer, visible_to

_attachable: list[type[Model]] = []


def register_attachable(model: type[Model]) -> None:
    """Let files be attached to ``model``, whose ``visible_q`` decides who may have them."""
    if not hasattr(model, "visible_q"):
        raise TypeError(f"{model._meta.label} has no visible_q(viewer).")
    if model not in _attachable:
        _attachable.append(model)


def is_attachable(model: type[Model]) -> bool:
    return model in _attachable


def visible_targets_q(viewer: Viewer) -> Q:
    """Condition on attachments: tied to something that the viewer may see."""
    found = Q(pk__in=[])
    for model in _attachable:
        kind = ContentType.objects.get_for_model(model)
        ids = visible_to(viewer, model._base_manager.all()).values("pk")
        found |= Q(content_type=kind, object_id__in=ids)
    return found
