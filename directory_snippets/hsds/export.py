"""The public directory as files of HSDS objects, one list a file, in one language."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import translation

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.hsds.location import locations
from soskes_wagtail.directory_snippets.hsds.offering import service_at_locations
from soskes_wagtail.directory_snippets.hsds.organization import organizations
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.hsds.service import services
from soskes_wagtail.directory_snippets.hsds.taxonomy import TAXONOMIES, term_as_hsds

BATCH = 500


def export(folder: Path, language: str) -> dict[str, int]:
    """Write the files and return the number of objects by name of the file.

    What an anonymous visitor may see, nothing else. All files are complete before the first
    takes its place; raises ``OSError`` and leaves the old ones where they cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with transaction.atomic(), translation.override(language):
            counts = {
                name: _write(draft / name, rows)
                for name, rows in _files(Directory(Viewer(), language)).items()
            }
        folder.mkdir(exist_ok=True)
        for name in counts:
            os.replace(draft / name, folder / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return counts


def _files(directory: Directory) -> dict[str, Iterable[dict]]:
    terms = (term for taxonomy in TAXONOMIES for term in taxonomy.model.objects.all())
    return {
        "services.json": _batches(
            directory.services(),
            lambda rows: services(directory, rows, full=True, nested=False),
        ),
        "organizations.json": _batches(
            directory.organizations(), lambda rows: organizations(directory, rows, full=True)
        ),
        "locations.json": _batches(directory.units(), lambda rows: locations(directory, rows)),
        "service_at_locations.json": _batches(
            directory.offerings_at_units(),
            lambda rows: service_at_locations(directory, rows, full=False),
        ),
        "taxonomies.json": (taxonomy.as_hsds() for taxonomy in TAXONOMIES),
        "taxonomy_terms.json": (term_as_hsds(term, directory.language) for term in terms),
    }


def _batches(queryset, shown) -> Iterator[dict]:
    source = queryset.iterator(chunk_size=BATCH)
    while rows := list(islice(source, BATCH)):
        yield from shown(rows)


def _write(path: Path, rows: Iterable[dict]) -> int:
    """One object a line, so that two exports can be compared; the number of objects."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for count, row in enumerate(rows, start=1):
            file.write(("\n" if count == 1 else ",\n") + json.dumps(row, ensure_ascii=False))
        file.write("\n]\n")
    return count
