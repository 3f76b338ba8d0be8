"""Where the files of members lie; the name that migrations know."""

from soskes_wagtail.private_files import private_storage

__all__ = ["private_storage"]
