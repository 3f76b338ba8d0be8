"""What was said of which page in which month; only counts, of the rows that somebody may read."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from soskes_wagtail.community.feedback.models import Feedback

Kind = Feedback.Kind
#: Pages in the table, those with most to mend first.
PAGES = 200
MONTHS = 12


@dataclass(frozen=True)
class MonthRow:
    """``height``: of 100, against the busiest month."""

    month: object
    useful: int
    other: int
    height: int

    @property
    def total(self) -> int:
        return self.useful + self.other


def by_month(rows: QuerySet[Feedback]) -> list[MonthRow]:
    """The last months with any feedback, oldest first. One query."""
    found = (
        rows.order_by()
        .annotate(month=TruncMonth("day"))
        .values("month")
        .annotate(all=Count("pk"), useful=Count("pk", filter=Q(kind=Kind.USEFUL)))
        .order_by("-month")[:MONTHS]
    )
    found = list(found)[::-1]
    most = max((row["all"] for row in found), default=1)
    return [
        MonthRow(
            row["month"], row["useful"], row["all"] - row["useful"], round(row["all"] * 100 / most)
        )
        for row in found
    ]


def by_page(rows: QuerySet[Feedback]) -> list[dict]:
    """``page_title``, ``useful`` and ``wrong`` of each page. One query."""
    counted = rows.order_by().exclude(page_title="").values("page_id", "page_title")
    counted = counted.annotate(
        useful=Count("pk", filter=Q(kind=Kind.USEFUL)), wrong=Count("pk", filter=Q(kind=Kind.WRONG))
    )
    return list(counted.order_by("-wrong", "-useful", "page_title")[:PAGES])


def by_kind(rows: QuerySet[Feedback]) -> list[tuple[str, int]]:
    counts = Counter(dict(rows.order_by().values_list("kind").annotate(Count("pk"))))
    return [(str(Kind(kind).label), counts[kind]) for kind in Kind.values]
