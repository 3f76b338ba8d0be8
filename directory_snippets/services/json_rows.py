"""Rows that belong to a row, fetched along with it: one query where a prefetch takes two."""

from django.db.models import JSONField, QuerySet, Subquery


class JsonRows(Subquery):
    """Annotation: the rows of a correlated queryset as a list of dictionaries.

    ``Unit.objects.annotate(ways=JsonRows(UnitChannel.objects.filter(unit=OuterRef("pk"))
    .values("kind", "value")))``. The queryset says its columns with ``values()``, by names of
    its own (``annotate(area=F("areas")).values("area")`` for a relation). Dates and times come
    as ISO 8601 text, truth values as 0/1 or false/true. For SQLite and PostgreSQL.
    """

    def __init__(self, queryset: QuerySet):
        selected = (*queryset.query.values_select, *queryset.query.annotation_select)
        self.columns = tuple(dict.fromkeys(selected))
        super().__init__(queryset, output_field=JSONField(null=True))

    def as_sqlite(self, compiler, connection, **extra):
        pairs = ", ".join(f"'{name}', soskes_rows.\"{name}\"" for name in self.columns)
        return self.as_sql(
            compiler,
            connection,
            template=f"(SELECT json_group_array(json_object({pairs}))"
            " FROM (%(subquery)s) AS soskes_rows)",
            **extra,
        )

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(
            compiler,
            connection,
            template="(SELECT coalesce(jsonb_agg(to_jsonb(soskes_rows)), '[]'::jsonb)"
            " FROM (%(subquery)s) AS soskes_rows)",
            **extra,
        )
