"""The package as others get it: built, and installed away from the checkout."""

import configparser
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest
from support.building import ROOT, Environment, build, checkout_files, run


@pytest.fixture(scope="session")
def package_lines() -> configparser.SectionProxy:
    """The [options] of setup.cfg: package_dir and packages."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config["options"]


@pytest.fixture(scope="session")
def source(tmp_path_factory) -> Path:
    """A copy of the checkout: builds write into their folder and must find no old build."""
    target = tmp_path_factory.mktemp("source")
    for name in checkout_files():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)
    return target


@pytest.fixture(scope="session")
def wheel(source, tmp_path_factory) -> Path:
    return build("wheel", source, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sdist(source, tmp_path_factory) -> Path:
    return build("sdist", source, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory) -> Environment:
    """The wheel in a fresh environment, with the dependencies of the running one beside it.

    Installing the dependencies again would take minutes and a network, so a ``.pth`` file adds
    the running environment's folder behind our own. An editable install there stays asleep:
    its ``.pth`` and import hook work only in a folder that Python's ``site`` itself reads. The
    wheel goes in first, or pip would call the other install of the same version enough.
    """
    folder = tmp_path_factory.mktemp("installed") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", f"--python={python}", "install", "--no-deps", "--no-index")
    run(*pip, wheel, cwd=folder.parent)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Environment(python, site_packages)
