"""One storage for image files wherever they lie: their name says where."""

from django.core.files.storage import Storage
from django.urls import reverse
from django.utils.deconstruct import deconstructible

from soskes_wagtail.closed_images.names import is_closed_name, parts_of
from soskes_wagtail.private_files import private_storage

#: The host's own storages of image files, by ``kind``.
usual: dict[str, Storage] = {}


@deconstructible
class ImageStorage(Storage):
    """Files with a closed name in the private storage, all others in the host's own.

    ``kind`` names the host's storage and not the storage itself, since Wagtail hands the parts of
    a storage to a task that deletes files.
    """

    def __init__(self, kind: str):
        self.kind = kind

    def of(self, name: str) -> Storage:
        return private_storage() if is_closed_name(name) else usual[self.kind]

    def __getattr__(self, name):
        # What only the host's storage has: ``bucket``, ``base_location`` …
        if name.startswith("__") or "kind" not in self.__dict__:
            raise AttributeError(name)
        return getattr(usual[self.kind], name)

    def open(self, name, mode="rb"):
        return self.of(name).open(name, mode)

    def save(self, name, content, max_length=None):
        return self.of(name or content.name).save(name, content, max_length=max_length)

    def url(self, name):
        if is_closed_name(name):
            return reverse("soskes:closed_image", args=parts_of(name))
        return self.of(name).url(name)

    def get_valid_name(self, name):
        return usual[self.kind].get_valid_name(name)


def _passed_on(method: str):
    def call(self, name, *args, **kwargs):
        return getattr(self.of(name), method)(name, *args, **kwargs)

    call.__name__ = method
    return call


for _method in (
    "delete",
    "exists",
    "size",
    "path",
    "listdir",
    "generate_filename",
    "get_available_name",
    "get_accessed_time",
    "get_created_time",
    "get_modified_time",
):
    setattr(ImageStorage, _method, _passed_on(_method))
