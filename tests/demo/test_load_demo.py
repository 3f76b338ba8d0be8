"""``load_demo`` fills an empty site, and may be run again."""

import sqlite3


def _row_counts(database) -> dict[str, int]:
    with sqlite3.connect(database) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if not name.startswith(("sqlite_", "django_session")) and "fts" not in name
        ]
        return {
            name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]
            for name in tables
        }


def test_everything_is_there(demo):
    counts = _row_counts(demo.database)
    assert counts["soskes_directory_contact"] == 110
    assert counts["soskes_directory_unit"] == 10
    assert counts["soskes_sections_eventpage"] == 8
    assert counts["soskes_directory_organisationeditor"] == 1


def test_a_second_run_makes_nothing_twice(demo):
    before = _row_counts(demo.database)
    printed = demo.manage("load_demo").stdout
    assert _row_counts(demo.database) == before
    assert "0 contacts" in printed
    assert "110 contacts" in demo.loaded


def test_contacts_are_marked_examples_that_cannot_be_reached(demo):
    with sqlite3.connect(demo.database) as connection:
        rows = connection.execute(
            "SELECT is_example, phone, email, person_name FROM soskes_directory_contact"
        ).fetchall()
    assert rows
    for is_example, phone, email, person in rows:
        assert is_example
        assert phone.startswith("000 000 0")
        assert email.endswith("@esimerkki.example")
        assert person == ""
