"""Rows whose changes the access log tells of."""

from django.db import models


class WatchedModel(models.Model):
    """Remembers in ``stored_values`` what the database held, so that a change can be told."""

    stored_values: dict = {}

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args, **kwargs):
        from soskes_wagtail.directory_snippets.services.access_events import watched_values

        row = super().from_db(*args, **kwargs)
        row.stored_values = watched_values(row)
        return row
