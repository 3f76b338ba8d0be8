from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.fixtures.loader import load


def organisation(slug: str) -> Organisation:
    """The organisation that ``soskes_install`` made from the row with this slug."""
    row = next(row for row in load("organisations") if row["slug"] == slug)
    return Organisation.objects.get(
        type=row["type"], area__kind=row["area_kind"], area__code=row["area_code"], parent=None
    )
