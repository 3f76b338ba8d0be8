"""``load_demo`` fills an empty site, and may be run again."""

import sqlite3


def test_everything_is_there(demo):
    counts = demo.row_counts()
    assert counts["soskes_directory_contact"] == 112
    assert counts["soskes_directory_unit"] == 10
    assert counts["soskes_sections_eventpage"] == 8
    assert counts["soskes_directory_licence"] == 3
    assert counts["soskes_directory_membership"] == 19


def test_a_second_run_makes_nothing_twice(demo):
    before = demo.row_counts()
    printed = demo.manage("load_demo").stdout
    assert demo.row_counts() == before
    assert "0 contacts" in printed
    assert "112 contacts" in demo.loaded


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
