"""Where the engines keep the tokens of search documents: see ``search.index``.

A later migration that alters ``SearchDocument`` on SQLite has to run ``forwards`` again: Django
makes the table anew there, without its trigger.
"""

from django.db import migrations

TABLE = "soskes_search_searchdocument"
FORWARDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS soskes_search_tokens USING fts5("
        "title, summary, words, parts, tokenize = 'unicode61 remove_diacritics 0')",
        "CREATE TRIGGER IF NOT EXISTS soskes_search_tokens_deleted "
        f"AFTER DELETE ON {TABLE} "
        "BEGIN DELETE FROM soskes_search_tokens WHERE rowid = old.id; END",
    ),
    "postgresql": (
        f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS tokens tsvector",
        f"CREATE INDEX IF NOT EXISTS soskes_search_tokens ON {TABLE} USING gin (tokens)",
    ),
}
BACKWARDS = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS soskes_search_tokens_deleted",
        "DROP TABLE IF EXISTS soskes_search_tokens",
    ),
    "postgresql": (
        "DROP INDEX IF EXISTS soskes_search_tokens",
        f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS tokens",
    ),
}


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, ()):
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("soskes_search", "0002_search_index")]
    operations = [migrations.RunPython(_run(FORWARDS), _run(BACKWARDS))]
