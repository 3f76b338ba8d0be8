"""Have the host's image and rendition models keep files of closed collections apart.

The fields keep what the host gave them for migrations: they are not seen to have changed.
"""

from django.db.models import FileField
from wagtail.images import get_image_model

from soskes_wagtail.closed_images import storage
from soskes_wagtail.closed_images.names import is_closed_name, original_name, rendition_name
from soskes_wagtail.closed_images.places import is_closed


def guard() -> None:
    image_model = get_image_model()
    _guard(image_model._meta.get_field("file"), "image", _image_name)
    rendition_model = image_model.get_rendition_model()
    _guard(rendition_model._meta.get_field("file"), "rendition", _rendition_name)


def _guard(field: FileField, kind: str, named) -> None:
    if isinstance(field.storage, storage.ImageStorage):
        return
    storage.usual[kind] = field.storage
    if not hasattr(field, "_storage_callable"):
        field._storage_callable = field.storage  # what ``deconstruct`` says
    field.storage = storage.ImageStorage(kind)
    usual_name = field.generate_filename
    field.generate_filename = lambda instance, filename: named(instance, filename, usual_name)


def _image_name(image, filename: str, usual_name) -> str:
    name = usual_name(image, filename)
    return original_name(name) if is_closed(image.collection_id) else name


def _rendition_name(rendition, filename: str, usual_name) -> str:
    name = usual_name(rendition, filename)
    if is_closed_name(rendition.image.file.name):
        return rendition_name(rendition.image_id, name)
    return name
