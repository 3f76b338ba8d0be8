"""Kinds of notices: parts register theirs at the start (``AppConfig.ready``)."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class NoticeKind:
    """What notices of one kind have in common.

    ``name``: stable, ``part.what`` (``"pages.new"``). ``label``: what has happened, in a few
    words before the title ("New page"). ``topic_label``: why somebody gets it through a
    topic ("You follow this page"). ``weight``: what matters more stands
    first in a digest; 0 is the usual, 100 must not be missed. ``members_only``: whether people
    without a role in SosKes get nothing, even of what they may see.
    """

    name: str
    label: str | Promise
    topic_label: str | Promise = ""
    weight: int = 0
    members_only: bool = True


_kinds: dict[str, NoticeKind] = {}


def register_kind(kind: NoticeKind) -> None:
    """Add a kind; a second one of the same name replaces the first."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> NoticeKind | None:
    """The kind; None when no installed part knows it (any more)."""
    return _kinds.get(name)


def kinds() -> list[NoticeKind]:
    return sorted(_kinds.values(), key=lambda kind: (-kind.weight, kind.name))
