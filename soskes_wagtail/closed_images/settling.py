"""Files go where their collection has them lie: after a collection was closed or opened, an image
put into another, or something was written past Django's signals."""

from django.db import transaction
from django.db.models import QuerySet
from wagtail.images import get_image_model

from soskes_wagtail.closed_images.names import PREFIX, is_closed_name, original_name
from soskes_wagtail.closed_images.places import closed_q
from soskes_wagtail.closed_images.storage import usual
from soskes_wagtail.content_version import bump_on_commit
from soskes_wagtail.private_files import private_storage


def settle_images() -> int:
    """Move what lies in the wrong place; returns how many images. Three queries where none does.

    An image whose file is missing stays as it is.
    """
    images = get_image_model()._base_manager.all()
    closed = closed_q()
    wrong = images.filter(closed).exclude(file__startswith=PREFIX).exclude(file="")
    return _move(wrong) + _move(images.filter(file__startswith=PREFIX).exclude(closed))


def open_all_images() -> int:
    """Put every image back where the host keeps its own, for when SosKes is taken out."""
    return _move(get_image_model()._base_manager.filter(file__startswith=PREFIX))


def _move(images: QuerySet) -> int:
    ids = list(images.values_list("pk", flat=True))
    return sum(_moved(image) for pk in ids if (image := images.filter(pk=pk).first()))


def _moved(image) -> bool:
    old = image.file.name
    try:
        with image.file.storage.open(old) as content:
            if is_closed_name(old):
                new = image.get_upload_to(old.rpartition("/")[2])
                new = usual["image"].save(new, content, max_length=image.file.field.max_length)
            else:
                new = private_storage().save(
                    original_name(old), content, max_length=image.file.field.max_length
                )
    except FileNotFoundError:
        return False
    storage = image.file.storage
    with transaction.atomic():
        # By its old name: somebody may have sent another file meanwhile.
        same = type(image)._base_manager.filter(pk=image.pk, file=old)
        if not same.update(file=new):
            storage.delete(new)
            return False
        for rendition in image.renditions.all():
            rendition.delete()  # one by one: with each goes its file, and what caches have of it
        transaction.on_commit(lambda: storage.delete(old), robust=True)
        bump_on_commit()
    return True
