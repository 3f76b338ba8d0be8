"""When files have to move; how stands in ``settling``."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail import hooks
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from soskes_wagtail.access.roles import Role
from soskes_wagtail.closed_images.names import is_closed_name
from soskes_wagtail.closed_images.places import is_closed
from soskes_wagtail.closed_images.settling import settle_images
from soskes_wagtail.commits import once_on_commit


def connect() -> None:
    for model in (Collection, CollectionViewRestriction, Role):
        for signal in (post_save, post_delete):
            signal.connect(
                _doors_changed, sender=model, dispatch_uid=f"soskes_images_{model.__name__}"
            )
    through = CollectionViewRestriction.groups.through
    m2m_changed.connect(_doors_changed, sender=through, dispatch_uid="soskes_images_groups")
    post_save.connect(_image_saved, sender=get_image_model(), dispatch_uid="soskes_images_image")


def _doors_changed(*, raw=False, **kwargs) -> None:
    if not raw:
        once_on_commit(settle_images)


def _image_saved(*, instance, raw, **kwargs) -> None:
    name = instance.file.name
    if not raw and name and is_closed_name(name) != is_closed(instance.collection_id):
        once_on_commit(settle_images)


@hooks.register("after_bulk_action")
def images_put_into_another_collection(request, action_type, objects, action_class_instance):
    """Wagtail writes this past the signals."""
    if action_type == "add_to_collection":
        settle_images()
