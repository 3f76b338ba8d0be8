"""Imports run down the floors of the house (contracts in pyproject.toml)."""

import shutil
import sys
from pathlib import Path

import pytest
from support.building import ROOT, run

pytestmark = pytest.mark.xdist_group("packaging")

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
RULES = ("--config", ROOT / "pyproject.toml", "--no-cache")


def lint(package_folder: Path, cwd: Path) -> str:
    """Check the package in a folder put before all others; the tool must read no checkout."""
    return run(LINT_IMPORTS, *RULES, cwd=cwd, PYTHONPATH=str(package_folder))


def test_the_wheel_keeps_the_floors(installed, tmp_path):
    assert "0 broken" in lint(installed.site_packages, tmp_path)


@pytest.mark.parametrize(
    ("module", "imports", "complaint"),
    [
        ("conf.py", "sections.apps", "conf -> soskes_wagtail.sections.apps"),
        ("directory_snippets/apps.py", "sections.apps", "apps -> soskes_wagtail.sections.apps"),
        ("sections/apps.py", "search.apps", "apps -> soskes_wagtail.search.apps"),
        ("search/apps.py", "sections.apps", "apps -> soskes_wagtail.sections.apps"),
        ("brand_new.py", "conf", "- soskes_wagtail.brand_new"),
    ],
)
def test_a_climbing_import_is_found(source, tmp_path, package_lines, module, imports, complaint):
    """The contract sees the mapped folders too, and a shell module it does not know."""
    for line in package_lines["package_dir"].strip().splitlines():
        package, folder = (part.strip() for part in line.split("="))
        shutil.copytree(source / folder, tmp_path / package.replace(".", "/"), dirs_exist_ok=True)
    with (tmp_path / "soskes_wagtail" / module).open("a") as file:
        file.write(f"\nimport soskes_wagtail.{imports}\n")
    with pytest.raises(pytest.fail.Exception, match=complaint):
        lint(tmp_path, tmp_path)
