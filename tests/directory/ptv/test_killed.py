"""An import that is killed leaves whole records, and the next one does the rest."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.db import connection
from django.urls import get_resolver
from support.ptv import count, indexed_organisations
from wagtail.models import ReferenceIndex

from soskes_wagtail.directory_snippets.models import Organisation, OrganisationChannel
from soskes_wagtail.search.models import PendingUpdate

NUMBER = 1500
#: Imports, and stands still in the middle of the third batch, having said what it has written:
#: sys.argv[3] says whether before its commit or after it, before search has indexed it.
CHILD = """
import sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns  # as the checks of a command do: Wagtail gets to know the snippets
from soskes_wagtail.directory_snippets.ptv import apply, writing
from soskes_wagtail.directory_snippets.ptv.source import open_source
from soskes_wagtail.search.index import pending
write, index, batches = writing.write_all, pending.update_objects, []
def stand_still(moment):
    if moment == sys.argv[3] and len(batches) == 3:
        print(*batches, flush=True)
        time.sleep(120)
def write_all(changes, lookups):
    write(changes, lookups)
    batches.append(len(changes))
    stand_still("before the commit")
def update_objects(source, ids):
    stand_still("before the index")
    return index(source, ids)
writing.write_all, pending.update_objects = write_all, update_objects
apply.run_import(open_source(sys.argv[2]))
"""


@pytest.fixture
def many(organizations):
    return organizations(NUMBER)


def killed(many, moment) -> list[int]:
    """Sizes of the batches of an import that was killed in the third one."""
    assert get_resolver().url_patterns
    connection.close()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(connection.settings_dict["NAME"]), str(many), moment],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        batches = [int(number) for number in child.stdout.readline().split()]
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    assert len(batches) == 3
    assert 0 < sum(batches) < NUMBER
    return batches


@pytest.mark.django_db(transaction=True)
def test_kill_in_the_middle_of_a_batch(run, many):
    there = sum(killed(many, "before the commit")[:2])
    assert Organisation.objects.count() == there == indexed_organisations()
    each = OrganisationChannel.objects.count() / there
    assert each == int(each) > 0
    references = ReferenceIndex.objects.filter(content_type__model="organisation").count()
    assert references > 0 == references % there
    report = run(many)
    assert (count(report, "unchanged"), count(report, "created")) == (there, NUMBER - there)
    assert OrganisationChannel.objects.count() == each * NUMBER
    assert ReferenceIndex.objects.filter(content_type__model="organisation").count() == (
        references / there * NUMBER
    )
    assert json.dumps(run(many)["created"]).count("0") == 3


@pytest.mark.django_db(transaction=True)
def test_kill_between_writing_and_indexing(run, many):
    batches = killed(many, "before the index")
    assert (Organisation.objects.count(), indexed_organisations()) == (
        sum(batches),
        sum(batches[:2]),
    )
    assert PendingUpdate.objects.count() >= batches[2]
    run(many)
    assert (Organisation.objects.count(), indexed_organisations()) == (NUMBER, NUMBER)
    assert not PendingUpdate.objects.exists()
