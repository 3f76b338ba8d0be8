import django_filters
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn

from soskes_wagtail.directory_snippets.member_forms import MembershipForm
from soskes_wagtail.directory_snippets.models import Membership
from soskes_wagtail.directory_snippets.services.membership_state import (
    is_open_to,
    membership_state,
    with_licence,
)
from soskes_wagtail.directory_snippets.services.seats import hold_seat
from soskes_wagtail.directory_snippets.viewsets import views
from soskes_wagtail.directory_snippets.viewsets.base import DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import DateColumn
from soskes_wagtail.directory_snippets.viewsets.filters import KeptFilterSet

OPEN, OVER = "open", "over"


class MembershipStateFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        choices = [(OPEN, _("Not ended")), (OVER, _("Ended"))]
        super().__init__(label=_("Situation"), empty_label=_("All"), choices=choices, **kwargs)

    def filter(self, qs, value):
        if value not in (OPEN, OVER):
            return qs
        over = Q(ended_at__isnull=False) | Q(valid_until__lt=timezone.localdate())
        ids = Membership.objects.filter(over).order_by().values("pk")
        return qs.filter(pk__in=ids) if value == OVER else qs.exclude(pk__in=ids)


class MembershipFilterSet(KeptFilterSet):
    state = MembershipStateFilter()

    class Meta:
        model = Membership
        fields = ["role", "is_contact"]


class MembershipStateColumn(StatusTagColumn):
    """A badge: whether the membership opens SosKes today, and why not."""

    def __init__(self):
        super().__init__("state", label=_("Situation"), primary=is_open_to)

    def get_value(self, instance):
        return membership_state(instance)


class _TakesSeat:
    """Saves under the lock of the licence, so that the last seat is given once."""

    def form_valid(self, form):
        try:
            with transaction.atomic():
                hold_seat(form.instance)
                return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            self.is_valid(form)  # prepares what is said of a form with errors
            return self.form_invalid(form)


class MembershipCreateView(_TakesSeat, views.CreateView):
    pass


class MembershipEditView(_TakesSeat, views.EditView):
    pass


class MembershipViewSet(DirectoryViewSet):
    """Who belongs to SosKes; for administrators. Contact persons have the members page."""

    model = Membership
    icon = "key"
    form_class = MembershipForm
    add_view_class = MembershipCreateView
    edit_view_class = MembershipEditView
    ordering = ("organisation__name_fi", "pk")
    title_sort_key = "organisation__name_fi"
    list_display = (
        "__str__",
        Column("organisation", label=_("Organisation"), sort_key="organisation__name_fi"),
        Column("get_role_display", label=_("Role"), sort_key="role"),
        DateColumn("valid_from", label=_("From"), sort_key="valid_from"),
        DateColumn("valid_until", label=_("Until"), sort_key="valid_until"),
        MembershipStateColumn(),
    )
    list_select = ("user", "organisation")
    filterset_class = MembershipFilterSet
    list_export = (
        "user",
        "organisation",
        "role",
        "is_contact",
        "valid_from",
        "valid_until",
        "ended_at",
    )
    export_filename = "soskes-memberships"
    panels = [
        FieldPanel("person"),
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldPanel("role"), FieldPanel("is_contact")],
            heading=_("Where and as what"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                FieldPanel("end_now"),
            ],
            heading=_("In force"),
        ),
    ]

    @property
    def search_fields(self):
        return (*_name_fields(), "organisation__name_fi")

    def get_queryset(self, request):
        return with_licence(super().get_queryset(request))


def _name_fields() -> list[str]:
    """What people are found by; hosts have user models of their own."""
    from django.contrib.auth import get_user_model

    user = get_user_model()
    names = {field.name for field in user._meta.fields}
    wanted = (user.USERNAME_FIELD, "first_name", "last_name", user.get_email_field_name())
    return [f"user__{name}" for name in dict.fromkeys(wanted) if name in names]
