"""What has to be done every night: parts name their commands, and one command runs them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.management import call_command


@dataclass(frozen=True)
class NightlyJob:
    """A management command without arguments. ``order``: small ones first; what changes who
    belongs where comes before what tells people of it."""

    command: str
    order: int


_jobs: dict[str, NightlyJob] = {}


def register_nightly_jobs(orders: Mapping[str, int]) -> None:
    """Have ``soskes_nightly`` run commands, given with their order."""
    for command, order in orders.items():
        _jobs[command] = NightlyJob(command, order)


def nightly_jobs() -> list[NightlyJob]:
    return sorted(_jobs.values(), key=lambda job: (job.order, job.command))


def run_nightly_jobs(
    began: Callable[[str], None], failed: Callable[[str, Exception], None], **options
) -> int:
    """Run all jobs, each whatever became of those before it. Returns how many failed.

    ``options`` are those of ``call_command``: ``stdout`` and ``stderr`` for instance.
    """
    number = 0
    for job in nightly_jobs():
        began(job.command)
        try:
            call_command(job.command, **options)
        except Exception as error:  # the others have nothing to do with it
            failed(job.command, error)
            number += 1
    return number
