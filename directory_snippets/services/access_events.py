"""What the access log says of licences, memberships and roles."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context

from soskes_wagtail.access import audit

EVENTS = {
    "licence.created": _("Licence issued"),
    "licence.changed": _("Licence changed"),
    "licence.deleted": _("Licence deleted"),
    "membership.created": _("Membership made"),
    "membership.changed": _("Membership changed"),
    "membership.ended": _("Membership ended"),
    "membership.deleted": _("Membership deleted"),
    "invitation.made": _("Invitation made"),
    "invitation.renewed": _("Invitation sent again"),
    "invitation.withdrawn": _("Invitation withdrawn"),
    "join.approved": _("Request to join approved"),
    "join.declined": _("Request to join declined"),
    "export.licences": _("Licences exported"),
    "export.access_log": _("Access log exported"),
    "export.records": _("Records exported"),
    "export.hsds": _("Public records exported as HSDS"),
    "export.feedback": _("Feedback exported"),
    "person.exported": _("All about a person exported"),
    "disclosure.changed": _("Visibility changed"),
    "role.given": _("Role given"),
    "role.taken": _("Role taken away"),
}
#: Fields that decide about access, by the name of the event.
WATCHED = {
    "licence": ("organisation_id", "valid_from", "valid_until", "seats"),
    "membership": (
        "user_id",
        "organisation_id",
        "role",
        "is_contact",
        "valid_from",
        "valid_until",
        "ended_at",
    ),
}


def watched_values(row: Model) -> dict:
    """What of a row decides about access, as it stands in memory; deferred fields left out."""
    names = WATCHED[row._meta.model_name]
    return {name: row.__dict__[name] for name in names if name in row.__dict__}


def record_saved(row: Model, created: bool) -> None:
    """Log that a licence or membership was made or changed, by whoever acts in Wagtail's log."""
    kind, now = row._meta.model_name, watched_values(row)
    before = {} if created else row.stored_values
    changed = {name: [before.get(name), value] for name, value in now.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    row.stored_values = now
    if created:
        audit.record(f"{kind}.created", actor=_actor(), subject=row, data=_told(row, now))
    elif changed:
        ended = changed.get("ended_at", [True, None])[0] is None and row.ended_at
        event = "ended" if ended else "changed"
        data = _told(row, {}) | {"changed": changed}
        audit.record(f"{kind}.{event}", actor=_actor(), subject=row, data=data)


def record_deleted(row: Model) -> None:
    kind = row._meta.model_name
    data = _told(row, watched_values(row))
    audit.record(f"{kind}.deleted", actor=_actor(), subject=row, data=data)


def disclosure_changed(form) -> dict:
    """Which levels a valid form changes of a record that is there already: before and after."""
    if form.instance.pk is None:
        return {}
    return {
        name: [form.initial.get(name), form.cleaned_data[name]]
        for name in form.changed_data
        if name == "audience" or name.endswith("_audience")
    }


def _told(row: Model, values: dict) -> dict:
    """Names beside the numbers: the organisation may be gone when somebody asks."""
    return {"organisation": str(row.organisation), **values}


def _actor():
    return get_active_log_context().user
