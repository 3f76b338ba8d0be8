"""An import that is killed leaves whole records, and the next one does the rest."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.db import connection
from django.urls import get_resolver
from support.ptv import ORGANIZATION, count
from wagtail.models import ReferenceIndex

from soskes_wagtail.directory_snippets.models import Organisation, OrganisationChannel

NUMBER = 900
#: Writes two batches and says so in the middle of the third, before its commit.
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
real, batches = writing.write_all, []
def write_all(changes, lookups):
    real(changes, lookups)
    batches.append(len(changes))
    if len(batches) == 3:
        print(*batches, flush=True)
        time.sleep(120)
writing.write_all = write_all
apply.run_import(open_source(sys.argv[2]))
"""


@pytest.fixture
def many(item, folder):
    first = item(ORGANIZATION.format(1), businessCode=None)
    items = [{**first, "id": f"10000000-0000-4000-8000-1{number:011}"} for number in range(NUMBER)]
    return folder(a=items)


@pytest.mark.django_db(transaction=True)
def test_kill_in_the_middle_of_a_batch(run, many):
    assert get_resolver().url_patterns
    connection.close()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(connection.settings_dict["NAME"]), str(many)],
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
    there = sum(batches[:2])
    assert 0 < there < NUMBER
    assert Organisation.objects.count() == there
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
