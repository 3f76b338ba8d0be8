"""A line on the terminal that says how far a long run is."""

import time
from typing import Any, TextIO

from django.utils.translation import gettext as _

#: Seconds before the line appears, and between two of its states.
_PATIENCE, _PAUSE = 2.0, 0.2
_WIDTH = 30


class ProgressBar:
    """Call it with what is being done and how many of how many are (0: not known).

    Nothing is written unless ``out`` is a terminal and the run takes longer than two seconds.
    """

    def __init__(self, out: TextIO | Any):
        self._out = out
        self._on = bool(getattr(out, "isatty", lambda: False)())
        self._next = time.monotonic() + _PATIENCE
        self._shown = 0

    def __call__(self, what: str, number: int, total: int) -> None:
        if not self._on or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PAUSE
        if total:
            full = _WIDTH * min(number, total) // total
            bar = "█" * full + "░" * (_WIDTH - full)
            line = f"{what} {bar} {number} / {total}"
        else:
            line = _("%(what)s: %(number)s files or pages") % {"what": what, "number": number}
        self._show(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._show("")
            self._show("")

    def _show(self, line: str) -> None:
        # Django's wrapper of the stream ends every write with a new line unless told otherwise.
        self._out.write("\r" + line.ljust(self._shown), ending="")
        self._out.flush()
        self._shown = len(line)
