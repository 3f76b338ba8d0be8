"""Migrations are made with the newest Wagtail and must run with the oldest."""

import pytest
from support.building import ROOT, checkout_files

MIGRATIONS = [name for name in checkout_files() if "/migrations/0" in name]
#: What Wagtail 7.4 does not know: its setting for another page model, its later migrations.
NEWER = ("WAGTAIL_PAGE_MODEL", "'wagtailcore', '0098", "'wagtailcore', '0099")


@pytest.mark.parametrize("name", MIGRATIONS)
def test_it_names_only_what_the_oldest_wagtail_has(name):
    text = (ROOT / name).read_text()
    assert not [word for word in NEWER if word in text], "say 'wagtailcore.page' and 0097"
