"""One login: an organisation's own account gives and takes the membership."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("hosts")
WALK = Path(__file__).parent / "oidc" / "walk.py"


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    import os

    database = tmp_path_factory.mktemp("oidc") / "host.sqlite3"
    done = subprocess.run(
        [sys.executable, str(WALK)],
        env={**os.environ, "OIDC_DATABASE": str(database)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_claims_make_the_membership(seen):
    assert seen["before"] == 302
    assert seen["after sign-in"] == "/soskes/"
    assert seen["member"] == 200 and seen["role"] == "reader"


def test_nobody_is_led_to_another_site(seen):
    assert seen["foreign next"] == "/"


def test_no_free_seat_no_membership(seen):
    assert seen["no seat"] == 302 and seen["users"] == 2


def test_claims_that_are_gone_end_it_in_open_sessions_too(seen):
    assert seen["session left open"] == 302
    assert seen["host's own page"] == 200
