"""What the host's task backend runs: mail at once, and the digests for hosts that plan tasks."""

from django_tasks import task

from soskes_wagtail.notifications.digests.preparing import ALL, prepare
from soskes_wagtail.notifications.digests.sending import SendReport, send_waiting
from soskes_wagtail.notifications.models import Frequency
from soskes_wagtail.notifications.periodic import raise_due


@task()
def send_at_once() -> dict[str, int]:
    """Tell those who want to know at once. Returns the counts of ``SendReport``."""
    prepare([Frequency.AT_ONCE])
    return vars(send_waiting())


@task()
def send_digests() -> dict[str, int]:
    """The same as ``manage.py soskes_send_digests``."""
    return vars(run_digests())


def run_digests() -> SendReport:
    raise_due()
    prepare(ALL)
    return send_waiting()
