"""Ten thousand digests: how long it takes to prepare and to write them, and with what.

``python -m bench.digests`` measures on the database of ``DEMO_DB`` and prints JSON; ``__main__``
runs it as a process of its own, so that the memory is that of the digests alone. Nothing is sent.
"""

import json
import os
import resource
import time


def measure_digests(people: int) -> dict:
    """Give each of so many people three unread notices, then prepare and write their mail."""
    from django.db import connection

    from soskes_wagtail.notifications.digests.composing import compose
    from soskes_wagtail.notifications.digests.preparing import prepare
    from soskes_wagtail.notifications.digests.sending import BATCH
    from soskes_wagtail.notifications.digests.writing import Writer
    from soskes_wagtail.notifications.models import Mailing

    _fill(people)
    queries = 0

    def counting(execute, *args):
        nonlocal queries
        queries += 1
        return execute(*args)

    per_batch, written, size, last, writer = set(), 0, 0, 0, Writer()
    writer.addresses.settings()  # asked once for all of them
    start, processor = time.perf_counter(), time.process_time()
    made = prepare()
    prepared = time.perf_counter() - start
    waiting = Mailing.objects.filter(state=Mailing.State.WAITING).order_by("pk")
    with connection.execute_wrapper(counting):
        while batch := list(waiting.filter(pk__gt=last)[:BATCH]):
            last, before = batch[-1].pk, queries
            for _, message in compose(batch, writer):
                if message is not None:
                    written += 1
                    size += len(message.message().as_bytes())
            per_batch.add(queries - before)
    return {
        "people": people,
        "prepared": made,
        "written": written,
        "seconds": round(time.perf_counter() - start, 1),
        "processor_seconds": round(time.process_time() - processor, 1),
        "seconds_preparing": round(prepared, 1),
        "queries_per_batch": sorted(per_batch),
        "batch": BATCH,
        "bytes_each": size // max(written, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _fill(people: int) -> None:
    from django.contrib.auth import get_user_model

    from soskes_wagtail.access import RoleKey, role_groups
    from soskes_wagtail.access.many import target_of
    from soskes_wagtail.directory_snippets.models import Membership
    from soskes_wagtail.notifications.models import Notice, NoticeEvent
    from soskes_wagtail.sections.models import ServiceSectionPage

    Notice.objects.update(mail_wanted=False)  # what the demo's own people wait for
    model = get_user_model()
    first = model.objects.order_by("-pk").values_list("pk", flat=True).first() + 1
    ids = range(first, first + people)
    group = role_groups(RoleKey.READER).get()
    # Colleagues of the demo's reader, whose organisation has a licence.
    employer = Membership.objects.active().filter(user__username="lukija").first().organisation
    through = model.groups.through
    events = []
    for page in ServiceSectionPage.objects.live().order_by("path")[:3]:
        target = target_of(page)
        events.append(
            NoticeEvent.objects.create(
                kind="page.new",
                title=page.title,
                body=page.summary,
                url=page.get_url(),
                content_type_id=target.content_type_id,
                object_id=target.object_id,
            )
        )
    for start in range(0, people, 1000):
        some = ids[start : start + 1000]
        model.objects.bulk_create(
            model(pk=pk, username=f"bench{pk}", email=f"bench{pk}@esimerkki.example") for pk in some
        )
        through.objects.bulk_create(through(user_id=pk, group_id=group.pk) for pk in some)
        Membership.objects.bulk_create(
            Membership(user_id=pk, organisation=employer, role=RoleKey.READER) for pk in some
        )
        Notice.objects.bulk_create(
            Notice(event=event, user_id=pk, topic="section:1") for pk in some for event in events
        )


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(measure_digests(int(os.environ.get("BENCH_PEOPLE", "10000")))))
