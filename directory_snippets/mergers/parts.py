"""Other parts' share in a merger: pages, redirects, subscriptions. They register it here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from soskes_wagtail.directory_snippets.models import Merger


@dataclass(frozen=True)
class Group:
    """What a preview says of one kind of thing: how many, the first few, and what becomes of
    them (``remark``)."""

    label: Any
    number: int
    examples: list[str] = field(default_factory=list)
    remark: str = ""


@dataclass(frozen=True)
class MergerPart:
    """``preview(merger)`` gives groups; ``carry_out(merger, recorder)`` does it, writing all
    through the recorder (``record.Recorder``) so that it can be undone."""

    name: str
    preview: Callable[[Merger], Iterable[Group]]
    carry_out: Callable[[Merger, Any], None]


_parts: dict[str, MergerPart] = {}


def register_merger_part(part: MergerPart) -> None:
    """Once, in ``AppConfig.ready()``; a second one of the same name replaces the first."""
    _parts[part.name] = part


def merger_parts() -> list[MergerPart]:
    return list(_parts.values())
