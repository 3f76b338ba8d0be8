"""Who else has to know of rows that were written past Django's signals."""

from collections.abc import Collection, Mapping

from django.db.models import Model

from soskes_wagtail import content_version, search_sources


def records_changed(changed: Mapping[type[Model], Collection[int]]) -> None:
    """Tell of rows that one transaction has written or withdrawn, at its end: the lock on the
    content version would keep others waiting. Search reads and indexes them after the commit."""
    for model, pks in changed.items():
        search_sources.records_changed(model, pks)
    content_version.bump()
