"""Names of image files that are kept apart. The name alone says where a file lies."""

from pathlib import PurePosixPath

PREFIX = "soskes-closed/"
#: Folder of the files that were sent; renditions lie in one named by the id of their image.
ORIGINALS = "o"


def is_closed_name(name: str | None) -> bool:
    return bool(name) and name.startswith(PREFIX)


def original_name(name: str) -> str:
    return f"{PREFIX}{ORIGINALS}/{PurePosixPath(name).name}"


def rendition_name(image_id: int, name: str) -> str:
    # With the id, as the table of images has no index by name.
    return f"{PREFIX}{image_id}/{PurePosixPath(name).name}"


def parts_of(name: str) -> tuple[str, str]:
    """Folder and file name, as they stand in the address."""
    folder, _slash, filename = name.removeprefix(PREFIX).partition("/")
    return folder, filename
