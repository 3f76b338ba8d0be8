"""Answers of an import that was interrupted, so that the next one goes on where it stopped.

They lie in a folder that belongs to this user alone, one for each address and selection, for a few
hours, and are removed when everything has come.
"""

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
import time
from datetime import datetime
from pathlib import Path

from django.utils import timezone

#: Seconds after which an answer is asked for again: lists change, and pages with them.
MAX_AGE = 6 * 3600


class Downloads:
    """Answers by address. ``selection`` says what is asked for, in words of any form."""

    def __init__(self, selection: str):
        self._folder = _own_folder(hashlib.sha256(selection.encode()).hexdigest()[:24])
        #: How many answers an earlier run had left, and when it got the first.
        self.reused = 0
        self.since: datetime | None = None
        self._drop_old()

    def read(self, address: str) -> bytes | None:
        """The answer, when it is here."""
        file = self._file(address)
        try:
            content = file.read_bytes()
            moment = datetime.fromtimestamp(file.stat().st_mtime, timezone.get_current_timezone())
        except OSError:
            return None
        self.reused += 1
        self.since = min(self.since or moment, moment)
        return content

    def write(self, address: str, content: bytes) -> None:
        """Keep an answer. One that cannot be kept (a full disk) is asked for again next time."""
        file = self._file(address)
        with contextlib.suppress(OSError):
            part = file.with_suffix(f".{os.getpid()}")
            part.write_bytes(content)
            part.replace(file)

    def drop(self, address: str) -> None:
        """Forget an answer that cannot be used."""
        self._file(address).unlink(missing_ok=True)

    def clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _file(self, address: str) -> Path:
        return self._folder / f"{hashlib.sha256(address.encode()).hexdigest()}.answer"

    def _drop_old(self) -> None:
        for file in self._folder.iterdir():
            with contextlib.suppress(OSError):
                if time.time() - file.stat().st_mtime > MAX_AGE:
                    file.unlink()


def _own_folder(name: str) -> Path:
    """A folder that nobody else can have put anything into; a new one when that is not sure."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"soskes-ptv-{user}-{name}"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        own = not hasattr(os, "getuid") or found.st_uid == user
        if stat.S_ISDIR(found.st_mode) and own and not found.st_mode & 0o077:
            return folder
    return Path(tempfile.mkdtemp(prefix="soskes-ptv-"))
