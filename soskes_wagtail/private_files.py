"""Where files lie that not everybody may have: never where a web server shows them."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.functional import LazyObject

from soskes_wagtail.conf import app_settings

ALIAS = "soskes_private"


def private_folder() -> Path:
    """``SOSKES["PRIVATE_FILES"]``; else a folder beside the media folder."""
    if app_settings.PRIVATE_FILES:
        return Path(app_settings.PRIVATE_FILES)
    if not settings.MEDIA_ROOT:
        raise ImproperlyConfigured(
            'Set SOSKES["PRIVATE_FILES"] to a folder for the files of members, which no web '
            "server shows."
        )
    media = Path(settings.MEDIA_ROOT)
    return media.with_name(f"{media.name}-private")


def has_private_place() -> bool:
    """Whether there is a place for private files that no web server shows."""
    return ALIAS in settings.STORAGES or not is_public(private_folder())


def is_public(folder: Path) -> bool:
    """Whether the folder lies in one that web servers show."""
    shown = [Path(root).resolve() for root in (settings.MEDIA_ROOT, settings.STATIC_ROOT) if root]
    return any(folder.resolve().is_relative_to(root) for root in shown)


class PrivateFolder(FileSystemStorage):
    """A folder whose files have no address: without this they would get one below MEDIA_URL."""

    def url(self, name):
        raise ValueError("This file has no URL: it is served after a check.")


class _PrivateStorage(LazyObject):
    """The host's storage ``soskes_private``, where it has one, or the private folder."""

    def _setup(self):
        if ALIAS in settings.STORAGES:
            self._wrapped = storages[ALIAS]
            return
        self._wrapped = PrivateFolder(
            location=private_folder(),
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )


_storage = _PrivateStorage()


def private_storage() -> Storage:
    """For ``FileField(storage=…)``: a callable, so that no migration names a folder."""
    return _storage
