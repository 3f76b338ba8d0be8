from collections.abc import Callable
from dataclasses import dataclass

from soskes_wagtail.install.context import InstallContext


@dataclass(frozen=True)
class InstallStep:
    """One part's share of the work.

    ``order``: smaller numbers are installed first and taken out last. ``install`` creates what
    is missing and may be run any number of times; ``uninstall`` removes the part's content.
    """

    name: str
    order: int
    install: Callable[[InstallContext], None]
    uninstall: Callable[[InstallContext], None]


_steps: dict[str, InstallStep] = {}


def register_step(step: InstallStep) -> None:
    """Add a step; a second one of the same name replaces the first."""
    _steps[step.name] = step


def steps() -> list[InstallStep]:
    return sorted(_steps.values(), key=lambda step: (step.order, step.name))
