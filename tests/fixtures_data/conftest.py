import json
from pathlib import Path

import pytest

from soskes_wagtail.fixtures.loader import load

DEMO_RECORDS = Path(__file__).parents[2] / "demo" / "demo_data" / "records.json"


@pytest.fixture(scope="session")
def demo():
    return json.loads(DEMO_RECORDS.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def municipalities():
    return load("municipalities")


@pytest.fixture(scope="session")
def pages():
    """Every page of both languages, flat."""

    def walk(rows):
        for row in rows:
            yield row
            yield from walk(row["children"])

    return [*walk(load("starter_pages")), *walk(load("starter_pages_sv"))]


@pytest.fixture(scope="session")
def statutes():
    return {f"{row['number']}/{row['year']}": row for row in load("statutes")}


@pytest.fixture(scope="session")
def class_codes():
    return {row["code"] for row in load("service_classes")}
