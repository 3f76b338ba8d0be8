"""The access log: ``record`` what changes who may do and see what."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, Q

from soskes_wagtail.access.log import AccessLogEntry

_labels: dict[str, str] = {}


def register_events(labels: Mapping[str, str]) -> None:
    """Give names of events (``"membership.ended"``) the words that people read in the report."""
    _labels.update(labels)


def event_label(event: str) -> str:
    """Words for an event; its own name where no part has given it any."""
    return str(_labels.get(event, event))


def event_choices() -> list[tuple[str, str]]:
    """All events that have words, in their alphabetical order."""
    return sorted(((event, str(label)) for event, label in _labels.items()), key=lambda c: c[1])


def record(
    event: str, *, actor, subject: Model | None = None, data: dict | None = None
) -> AccessLogEntry:
    """Write an entry, in the transaction of what it tells of.

    ``actor``: the user who did it; None or an anonymous user where nobody in particular did, as
    in a nightly job. ``data``: what JSON can hold, dates and decimals included; no client data.
    """
    entry = _entry(event, actor, subject, data)
    entry.save()
    return entry


def record_many(event: str, *, actor, rows: Iterable[tuple[Model, dict]]) -> None:
    """``record`` for many subjects with their data, in one query."""
    AccessLogEntry.objects.bulk_create(
        [_entry(event, actor, subject, data) for subject, data in rows], batch_size=500
    )


def _entry(event: str, actor, subject: Model | None, data: dict | None) -> AccessLogEntry:
    known = actor is not None and actor.is_authenticated
    entry = AccessLogEntry(
        event=event,
        actor=actor if known else None,
        actor_name=_name(actor) if known else "",
        data=data or {},
    )
    if subject is not None:
        entry.subject_type = subject._meta.label_lower
        entry.subject_id = str(subject.pk)
        entry.subject_name = _name(subject)
    return entry


def anonymise(user, name: str = "–") -> int:
    """Take a person's name out of the log, where the law asks for it; that something happened,
    when, and to what kind of object stays. Returns the number of entries changed."""
    rows = AccessLogEntry._base_manager
    done = rows.filter(actor=user).update(actor=None, actor_name=name)
    ours = Q(subject_type=user._meta.label_lower, subject_id=str(user.pk))
    return done + rows.filter(ours).update(subject_name=name)


def _name(thing: Model) -> str:
    full_name = getattr(thing, "get_full_name", None)
    name = (full_name() if full_name else "") or str(thing)
    return name[:255]
