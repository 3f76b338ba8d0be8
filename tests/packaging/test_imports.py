"""Where the code comes from: a bare checkout, an installed wheel, a settings file."""

import sys

import pytest
from support.building import ROOT, run

pytestmark = pytest.mark.xdist_group("packaging")

PARTS = ["sections", "directory_snippets", "search", "fixtures"]
IMPORT_ALL = "import " + ", ".join(f"soskes_wagtail.{part}" for part in PARTS) + "; "
FILES = IMPORT_ALL + "print(*(m.__file__ for m in [{}]), sep='\\n')".format(
    ", ".join(f"soskes_wagtail.{part}" for part in PARTS)
)


def test_the_apps_can_be_named_before_django_is_there(tmp_path):
    """With no site-packages at all, as in the first line of a settings file."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from soskes_wagtail import SOSKES_APPS\n"
        "assert SOSKES_APPS[0] == 'soskes_wagtail', SOSKES_APPS\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'wagtail')]"
    )
    run(sys.executable, "-I", "-S", "-c", code, cwd=tmp_path)


def test_a_bare_checkout_finds_its_parts(tmp_path):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {FILES}"
    found = run(sys.executable, "-I", "-S", "-c", code, cwd=tmp_path).split()
    assert found == [str(ROOT / part / "__init__.py") for part in PARTS]


def test_an_installed_wheel_stays_in_its_own_folder(installed, tmp_path):
    found = installed.run("-c", FILES, cwd=tmp_path).split()
    home = installed.site_packages / "soskes_wagtail"
    assert found == [str(home / part / "__init__.py") for part in PARTS]
    paths = installed.run("-c", "import soskes_wagtail as s; print(*s.__path__)", cwd=tmp_path)
    assert paths.split() == [str(home)]


def test_started_in_the_checkout_an_installed_wheel_still_wins(installed):
    """``python -P`` as CI runs it: the folder one stands in says nothing."""
    found = installed.run("-P", "-c", FILES, cwd=ROOT).split()
    assert found[0] == str(installed.site_packages / "soskes_wagtail/sections/__init__.py")
