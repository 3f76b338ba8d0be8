"""What has to be done every night: parts name their commands, and one command runs them all."""

from collections.abc import Callable, Mapping

from django.core.management import call_command

_orders: dict[str, int] = {}


def register_nightly_jobs(orders: Mapping[str, int]) -> None:
    """Have ``soskes_nightly`` run management commands without arguments, given with their order:
    what changes who belongs where comes before what tells people of it."""
    _orders.update(orders)


def nightly_commands() -> list[str]:
    return sorted(_orders, key=lambda command: (_orders[command], command))


def run_nightly_jobs(
    began: Callable[[str], None], failed: Callable[[str, Exception], None], **options
) -> int:
    """Run all commands, each whatever became of those before it. Returns how many failed.

    ``options`` are those of ``call_command``: ``stdout`` and ``stderr`` for instance.
    """
    number = 0
    for command in nightly_commands():
        began(command)
        try:
            call_command(command, **options)
        except Exception as error:  # the others have nothing to do with it
            failed(command, error)
            number += 1
    return number
