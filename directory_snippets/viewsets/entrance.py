"""Who is on the way in, as lists of the admin: invitations, and requests to join.

Administrators see all; contact persons who work in the admin those of the organisations that they
care for. Nothing is changed here: it is decided on the members page, which has the seats in view.
"""

import django_filters
from django.db.models import Q
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from soskes_wagtail.access import Viewer, audit, viewer_for, visible_to
from soskes_wagtail.directory_snippets.models import Invitation, JoinRequest, Organisation
from soskes_wagtail.directory_snippets.services.member_care import cared_for_ids, cares
from soskes_wagtail.directory_snippets.viewsets.columns import DateColumn
from soskes_wagtail.navigation import pages_with_mark

NAMESPACE = "soskes_entrance"


class _WhoCares:
    """A policy for a whole list, in the shape that Wagtail's views ask; rows by ``visible_to``."""

    def user_has_permission(self, user, action):
        return cares(Viewer(user))


def own_organisations(request):
    viewer = viewer_for(request)
    if viewer.is_admin:
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=cared_for_ids(viewer.user))


class _EntranceFilterSet(WagtailFilterSet):
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=own_organisations, empty_label=_("All")
    )
    email = django_filters.CharFilter(label=_("E-mail"), lookup_expr="icontains")


class InvitationFilterSet(_EntranceFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("Situation"),
        empty_label=_("All"),
        method="in_state",
        choices=[
            ("waiting", _("Waiting")),
            ("expired", _("Link expired")),
            ("accepted", _("Accepted")),
            ("withdrawn", _("Withdrawn")),
        ],
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def in_state(self, rows, name, value):
        open_rows = Q(accepted_at=None, withdrawn_at=None)
        now = timezone.now()
        return rows.filter(
            {
                "waiting": open_rows & Q(expires_at__gt=now),
                "expired": open_rows & Q(expires_at__lte=now),
                "accepted": Q(accepted_at__isnull=False),
                "withdrawn": Q(accepted_at=None, withdrawn_at__isnull=False),
            }[value]
        )


class JoinRequestFilterSet(_EntranceFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("Situation"),
        empty_label=_("All"),
        method="in_state",
        choices=[
            ("waiting", _("Waiting")),
            ("approved", _("Approved")),
            ("declined", _("Declined")),
        ],
    )

    class Meta:
        model = JoinRequest
        fields: list[str] = []

    def in_state(self, rows, name, value):
        return rows.filter(
            {
                "waiting": Q(decided_at=None),
                "approved": Q(approved=True),
                "declined": Q(approved=False),
            }[value]
        )


def invitation_state(row: Invitation):
    if row.accepted_at:
        return _("Accepted")
    if row.withdrawn_at:
        return _("Withdrawn")
    return _("Link expired") if row.has_expired else _("Waiting")


def request_state(row: JoinRequest):
    if row.decided_at is None:
        return _("Waiting")
    return _("Approved") if row.approved else _("Declined")


class _StateColumn(StatusTagColumn):
    def __init__(self, state, **kwargs):
        super().__init__(
            "state", label=_("Situation"), accessor=state, primary=self._waits, **kwargs
        )

    @staticmethod
    def _waits(row) -> bool:
        return str(row_state(row)) == str(_("Waiting"))


def row_state(row):
    return invitation_state(row) if isinstance(row, Invitation) else request_state(row)


class _EntranceList(ReportView):
    permission_policy = _WhoCares()
    permission_required = "view"
    is_searchable = False
    default_ordering = None
    export_headings = {
        "email": _("E-mail"),
        "name": _("Name"),
        "organisation": _("Organisation"),
        "role": _("Role"),
        "created_at": _("Made"),
        "expires_at": _("Expires"),
        "decided_at": _("Decided"),
        "state": _("Situation"),
    }

    def get_queryset(self):
        rows = visible_to(viewer_for(self.request), self.model.objects.all())
        return rows.select_related("organisation").order_by("-created_at", "-pk")

    def as_spreadsheet(self, queryset, spreadsheet_format):
        data = {"kind": self.model._meta.label_lower, "format": spreadsheet_format}
        audit.record("export.records", actor=self.request.user, data=data)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def to_row_dict(self, item):
        row = {name: getattr(item, name, "") for name in self.list_export}
        if "role" in row:
            row["role"] = item.get_role_display()
        return row | {"organisation": str(item.organisation), "state": str(row_state(item))}

    @cached_property
    def members_url(self) -> str:
        page = pages_with_mark("is_soskes_members").filter(live=True).first()
        return (page and page.url) or ""

    def url_of(self, row) -> str | None:
        return (
            f"{self.members_url}?organisaatio={row.organisation_id}" if self.members_url else None
        )


class InvitationList(_EntranceList):
    model = Invitation
    page_title = _("Invitations")
    header_icon = "mail"
    index_url_name = f"{NAMESPACE}:invitations"
    index_results_url_name = f"{NAMESPACE}:invitations_results"
    filterset_class = InvitationFilterSet
    export_filename = "soskes-invitations"
    list_export = ["email", "organisation", "role", "created_at", "expires_at", "state"]

    @property
    def columns(self):
        return [
            TitleColumn("email", label=_("E-mail"), get_url=self.url_of),
            Column("organisation", label=_("Organisation")),
            Column("get_role_display", label=_("Role")),
            DateColumn("created_at", label=_("Made")),
            DateColumn("expires_at", label=_("Expires")),
            _StateColumn(invitation_state),
        ]


class JoinRequestList(_EntranceList):
    model = JoinRequest
    page_title = _("Requests to join")
    header_icon = "user"
    index_url_name = f"{NAMESPACE}:requests"
    index_results_url_name = f"{NAMESPACE}:requests_results"
    filterset_class = JoinRequestFilterSet
    export_filename = "soskes-join-requests"
    list_export = ["name", "email", "organisation", "created_at", "decided_at", "state"]

    @property
    def columns(self):
        return [
            TitleColumn("name", label=_("Name"), get_url=self.url_of),
            Column("email", label=_("E-mail")),
            Column("organisation", label=_("Organisation")),
            DateColumn("created_at", label=_("Made")),
            DateColumn("decided_at", label=_("Decided")),
            _StateColumn(request_state),
        ]


urlpatterns = [
    path("invitations/", InvitationList.as_view(), name="invitations"),
    path(
        "invitations/results/",
        InvitationList.as_view(results_only=True),
        name="invitations_results",
    ),
    path("join-requests/", JoinRequestList.as_view(), name="requests"),
    path(
        "join-requests/results/",
        JoinRequestList.as_view(results_only=True),
        name="requests_results",
    ),
]


class EntranceMenuItem(MenuItem):
    """For those who care for members; the members page is theirs to act on."""

    def is_shown(self, request):
        return cares(viewer_for(request))


def entrance_menu_items() -> list[MenuItem]:
    return [
        EntranceMenuItem(
            label,
            reverse_lazy(f"{NAMESPACE}:{name}"),
            name=f"soskes-{name}",
            icon_name=icon,
            order=order,
        )
        for label, name, icon, order in (
            (_("Invitations"), "invitations", "mail", 906),
            (_("Requests to join"), "requests", "user", 907),
        )
    ]
