"""Build the package, and run commands away from the checkout."""

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: The first two would lead Python back to the checkout; without the third, each of the many
#: runs would compile the installed package again.
NOT_PASSED_ON = ("PYTHONPATH", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE")


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    """Run and return what was printed; a failure fails the test and shows it all."""
    own = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=own | env,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        name = " ".join(str(part) for part in command)
        pytest.fail(f"{name}\nended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def checkout_files() -> list[str]:
    """Paths of every file git knows or would take, relative to the root."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    return sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()})


def build(kind: str, source: Path, target: Path) -> Path:
    """Build a ``wheel`` or ``sdist`` of a source folder into an empty folder; return the file."""
    # Without isolation: setuptools is installed with the tests, so no network is needed.
    run(sys.executable, "-m", "build", f"--{kind}", "-n", "-o", target, source, cwd=target)
    (built,) = target.iterdir()
    return built


def contents(wheel: Path) -> dict[str, int]:
    """Name and checksum of every file in a wheel, without its own metadata folder."""
    with zipfile.ZipFile(wheel) as archive:
        return {i.filename: i.CRC for i in archive.infolist() if ".dist-info/" not in i.filename}


@dataclass(frozen=True)
class Environment:
    """A virtual environment in which SosKes is installed from the wheel."""

    python: Path
    site_packages: Path

    def run(self, *arguments: str | Path, cwd: Path, **env: str) -> str:
        return run(self.python, *arguments, cwd=cwd, **env)
