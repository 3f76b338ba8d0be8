"""The wheel holds every file of the mapped folders and nothing else."""

import tarfile
from pathlib import PurePosixPath

import pytest
from support.building import build, checkout_files, contents

pytestmark = pytest.mark.xdist_group("packaging")

#: Needed to make the package, not to run it.
SOURCES_ONLY = (".po", ".pot", ".md", ".gitkeep")


def installed_names(package_lines) -> dict[str, str]:
    """Where each file of the mapped folders goes: name in the wheel -> name in the checkout."""
    lines = package_lines["package_dir"].strip().splitlines()
    folders = {f.strip(): p.strip().replace(".", "/") for p, f in (ln.split("=") for ln in lines)}
    names = {}
    for file in checkout_files():
        top, _, rest = file.partition("/")
        if top in folders and not file.endswith(SOURCES_ONLY):
            names[f"{folders[top]}/{rest}"] = file
    return names


def what_to_add(missing: dict[str, str], package_lines) -> list[str]:
    """Say for each missing file which line of setup.cfg would bring it."""
    packages = set(package_lines["packages"].split())
    advice = set()
    for name, file in missing.items():
        package = str(PurePosixPath(name).parent).replace("/", ".")
        if name.endswith(".py") and package not in packages:
            advice.add(f"setup.cfg, packages: add {package}")
        else:
            advice.add(f"setup.cfg, package_data: no pattern takes {file}")
    return sorted(advice)


def test_every_file_of_the_mapped_folders_is_in_the_wheel(wheel, package_lines):
    expected = installed_names(package_lines)
    assert {"soskes_wagtail/sections/apps.py", "soskes_wagtail/py.typed"} <= set(expected)
    missing = {name: file for name, file in expected.items() if name not in contents(wheel)}
    assert not missing, "\n".join(what_to_add(missing, package_lines))


def test_nothing_else_is_in_the_wheel(wheel, package_lines):
    assert set(contents(wheel)) - set(installed_names(package_lines)) == set()


def test_it_installs_one_top_level_name(wheel):
    assert {name.split("/")[0] for name in contents(wheel)} == {"soskes_wagtail"}


def test_the_source_distribution_makes_the_same_wheel(sdist, wheel, tmp_path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    for name in ("LICENSE", "README.md", "CHANGELOG.md"):
        assert (unpacked / name).is_file(), name
    (tmp_path / "again").mkdir()
    assert contents(build("wheel", unpacked, tmp_path / "again")) == contents(wheel)


def test_a_forgotten_package_is_named(package_lines):
    """The advice is right: it is all a developer sees of a mistake in setup.cfg."""
    missing = {
        "soskes_wagtail/sections/brand_new/thing.py": "sections/brand_new/thing.py",
        "soskes_wagtail/sections/picture.xyz": "sections/picture.xyz",
    }
    assert what_to_add(missing, package_lines) == [
        "setup.cfg, package_data: no pattern takes sections/picture.xyz",
        "setup.cfg, packages: add soskes_wagtail.sections.brand_new",
    ]
