"""Views of the admin that belong to no single kind of record."""
