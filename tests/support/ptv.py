"""Words for tests of the PTV import: identifiers of the small folder, and how to read a report."""

ORGANIZATION = "10000000-0000-4000-8000-00000000000{}"
SERVICE = "20000000-0000-4000-8000-00000000000{}"
CHANNEL = "30000000-0000-4000-8000-00000000000{}"


def total(report):
    """Number of items that the report accounts for."""
    outcomes = ("created", "updated", "unchanged", "withdrawn")
    return sum(sum(report[name].values()) for name in outcomes) + len(report["skipped"])


def count(report, outcome):
    return sum(report[outcome].values())


def warnings_of(report, identifier):
    return [w["warning"] for w in report["warnings"] if w["id"] == identifier]


def skipped_ids(report):
    return [entry["id"] for entry in report["skipped"]]


def indexed_organisations():
    """Number of organisations that search knows."""
    from soskes_wagtail.search.models import SearchDocument

    rows = SearchDocument.objects.filter(kind="organisation")
    return rows.values("object_id").distinct().count()
