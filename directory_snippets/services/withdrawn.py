"""Records that PTV has withdrawn: hidden from readers, kept, and listed for their editors."""

from dataclasses import dataclass

from django.db.models import CharField, F, Model, QuerySet, Value

from soskes_wagtail.directory_snippets.models import Organisation, Service, ServiceChannel, Unit
from soskes_wagtail.directory_snippets.policies import policy_for
from soskes_wagtail.directory_snippets.services.usage import usage_counts

#: By the name that a row carries in a list of all of them.
MODELS: dict[str, type[Model]] = {
    model._meta.model_name: model for model in (Organisation, Unit, Service, ServiceChannel)
}


@dataclass(frozen=True)
class Withdrawn:
    """A record of the list with the number of places that still use it."""

    record: Model
    uses: int


def withdrawn_rows(user) -> QuerySet:
    """Withdrawn records that a user may change, as dicts (``model``: a key of ``MODELS``, ``pk``,
    ``label``, ``withdrawn_at``), newest first; one query. For ``load`` a page at a time."""
    parts = []
    for kind, model in MODELS.items():
        rows = policy_for(model).instances_user_has_any_permission_for(user, ["change"])
        name = "name" if model is Service else "name_fi"
        parts.append(
            model.objects.filter(withdrawn_at__isnull=False, pk__in=rows.order_by().values("pk"))
            .order_by()
            .values("pk", "withdrawn_at", label=F(name), model=Value(kind, CharField()))
        )
    return parts[0].union(*parts[1:], all=True).order_by("-withdrawn_at", "model", "pk")


def load(rows: list[dict]) -> list[Withdrawn]:
    """The records of some rows, in their order; a fixed number of queries."""
    found = {}
    for kind, model in MODELS.items():
        wanted = [row["pk"] for row in rows if row["model"] == kind]
        related = ("parent",) if model is Organisation else ("organisation",)
        records = list(model.objects.filter(pk__in=wanted).select_related(*related))
        uses = usage_counts(records)
        found |= {(kind, record.pk): Withdrawn(record, uses[record.pk]) for record in records}
    keys = [(row["model"], row["pk"]) for row in rows]
    return [found[key] for key in keys if key in found]
