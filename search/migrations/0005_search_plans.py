"""PostgreSQL plans searches better, and finds what was just written as fast as the rest.

A search asks for a dozen forms of a word, most of which are in no text. With the usual number of
frequent words in its statistics, PostgreSQL takes each of them for so common that reading the
whole table seems cheaper than the index. And every search reads through what is not yet in the
tree of the index: half a megabyte is enough of that.
"""

from django.db import migrations

TABLE = "soskes_search_searchdocument"
FORWARDS = (
    f"ALTER TABLE {TABLE} ALTER COLUMN tokens SET STATISTICS 300",
    "ALTER INDEX IF EXISTS soskes_search_tokens SET (gin_pending_list_limit = 512)",
)
BACKWARDS = (
    f"ALTER TABLE {TABLE} ALTER COLUMN tokens SET STATISTICS -1",
    "ALTER INDEX IF EXISTS soskes_search_tokens RESET (gin_pending_list_limit)",
)


def _run(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("soskes_search", "0004_search_server")]
    operations = [migrations.RunPython(_run(FORWARDS), _run(BACKWARDS))]
