"""What the directory holds about somebody on the way in: requests to join, invitations, and tables
that they sent; for ``soskes_export_person`` and ``soskes_erase_person``."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.directory_snippets.models import (
    Invitation,
    JoinRequest,
    Merger,
    TableUpload,
)
from soskes_wagtail.person_data import Erasure, PersonData, register_person_data, values_of

REQUEST_FIELDS = ("organisation", "name", "email", "message", "created_at", "approved")
INVITATION_FIELDS = ("organisation", "role", "email", "created_at")


def register() -> None:
    register_person_data(
        PersonData(
            "entrance",
            export=export,
            erase=erase,
            label=_("Invitations and requests to join"),
            labels={
                "kind": _("What"),
                "organisation": _("Organisation"),
                "name": _("Name"),
                "email": _("E-mail"),
                "message": _("Message"),
                "role": _("Role"),
                "created_at": _("When"),
                "approved": _("Approved"),
            },
            retention=_("For letting in those who belong to a member organisation."),
            order=70,  # before the account, which knows the address
        )
    )


def export(user) -> list[dict]:
    rows = [
        {"kind": str(_("Request to join")), **values_of(row, *REQUEST_FIELDS)}
        for row in _requests(user)
    ]
    rows += [
        {"kind": str(_("Invitation to you")), **values_of(row, *INVITATION_FIELDS)}
        for row in _invitations(user)
    ]
    rows += [
        {
            "kind": str(_("Invitation by you")),
            **values_of(row, "organisation", "role", "created_at"),
        }
        for row in Invitation.objects.filter(invited_by=user)
    ]
    rows += [
        {"kind": str(_("Table sent")), "name": row.file_name, "created_at": row.created_at}
        for row in TableUpload.objects.filter(user=user)
    ]
    return rows


def erase(user) -> Erasure:
    """Their own requests and invitations go; who sent others and planned mergers loses the name."""
    about = Q()
    for model, rows in ((JoinRequest, _requests(user)), (Invitation, _invitations(user))):
        ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
        about |= Q(subject_type=model._meta.label_lower, subject_id__in=ids)
    anonymised = AccessLogEntry._base_manager.filter(about).update(subject_name="–")
    deleted = _requests(user).delete()[0] + _invitations(user).delete()[0]
    deleted += TableUpload.objects.filter(user=user).delete()[0]
    anonymised += Invitation.objects.filter(invited_by=user).update(invited_by=None)
    anonymised += Merger.objects.filter(created_by=user).update(created_by=None)
    return Erasure(deleted=deleted, anonymised=anonymised)


def _address(user) -> str:
    return getattr(user, user.get_email_field_name(), "") or ""


def _requests(user):
    theirs = Q(user=user)
    if address := _address(user):
        theirs |= Q(email__iexact=address)
    return JoinRequest.objects.filter(theirs)


def _invitations(user):
    address = _address(user)
    return (
        Invitation.objects.filter(email__iexact=address) if address else Invitation.objects.none()
    )
