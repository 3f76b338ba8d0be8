from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.forms import DirectoryForm
from soskes_wagtail.directory_snippets.models import Expertise, Membership, NetworkRole, Profile
from soskes_wagtail.directory_snippets.models.languages import LANGUAGE_NAMES
from soskes_wagtail.directory_snippets.people.expertise import known_names, refusal
from soskes_wagtail.directory_snippets.services.ownership import edited_organisation_ids
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import REMOVE_USES, DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import DateColumn, ShownColumn
from soskes_wagtail.directory_snippets.widgets import CheckboxList


class ProfileAdminForm(DirectoryForm):
    """Whose profile it is stays; a new one is for somebody who belongs to the network and has
    none, for a limited editor of the own organisations."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("user", None)
        elif "user" in self.fields:
            self._limit_user(self.fields["user"])
        if "languages" in self.fields:
            # The column is JSON; here it is a list of boxes.
            self.fields["languages"] = forms.MultipleChoiceField(
                label=_("Languages"),
                choices=list(LANGUAGE_NAMES.items()),
                required=False,
                widget=CheckboxList,
            )

    def _limit_user(self, field) -> None:
        members = Membership.objects.active()
        if self._limited:
            members = members.filter(organisation__in=edited_organisation_ids(self.for_user))
        users = get_user_model()._default_manager.filter(pk__in=members.values("user_id"))
        field.queryset = users.filter(soskes_profile__isnull=True).order_by("pk")
        field.label_from_instance = _account_name
        field.widget = forms.Select(choices=field.choices)

    def clean_expertise(self):
        names = self.cleaned_data["expertise"]
        problems = [problem for name in names if (problem := refusal(name))]
        if problems:
            raise forms.ValidationError(problems)
        return known_names(names)


def _account_name(user) -> str:
    name = user.get_full_name()
    return f"{name} ({user.get_username()})" if name else user.get_username()


def _levelled(field: str, group: str = "") -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(field), FieldPanel(f"{group or field}_audience")])


class ProfileViewSet(DirectoryViewSet):
    """People's profiles; they keep them themselves, here somebody helps."""

    model = Profile
    icon = "user"
    form_class = ProfileAdminForm
    way_out = REMOVE_USES
    ordering = ("name", "pk")
    title_sort_key = "name"
    narrow_columns = ("title",)
    list_display = (
        "__str__",
        Column("title", label=_("Title"), sort_key="title"),
        ShownColumn("phone", label=_("Phone"), classname="soskes-unbroken"),
        DateColumn("confirmed_on", label=_("Confirmed"), sort_key="confirmed_on"),
    )
    search_fields = ("name", "title", "phone", "email")
    list_export = ("name", "title", "phone", "email", "confirmed_on")
    export_filename = "soskes-profiles"
    panels = [
        FieldPanel("user"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("title")]),
        MultiFieldPanel(
            [_levelled("phone"), _levelled("email"), FieldPanel("photo_audience")],
            heading=_("How to reach"),
            help_text=_(
                "Beside each field you choose who sees it. Nobody else finds it, not even by "
                "searching."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("network_roles", widget=CheckboxList),
                FieldPanel("ask_me"),
                FieldPanel("network_roles_audience"),
                FieldPanel("expertise"),
                FieldPanel("expertise_audience"),
                FieldPanel("languages"),
                FieldPanel("languages_audience"),
            ],
            heading=_("What can be asked"),
        ),
        MultiFieldPanel(
            [FieldPanel("areas", widget=CheckboxList), FieldPanel("areas_audience")],
            heading=_("Where"),
        ),
        panels.InlinePanel(
            "absences",
            heading=_("Absences"),
            label=_("absence"),
            panels=[
                FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
                FieldPanel("stand_in"),
                FieldPanel("note"),
            ],
        ),
        FieldPanel("absence_audience"),
    ]

    def get_queryset(self, request):
        return Profile.with_organisations(super().get_queryset(request))


class NetworkRoleViewSet(DirectoryViewSet):
    """The classification of the network bank, for administrators."""

    model = NetworkRole
    icon = "list-ul"
    way_out = REMOVE_USES
    ordering = ("sort_order", "name_fi", "pk")
    narrow_columns = ("sort_order",)
    list_display = ("__str__", Column("sort_order", label=_("Order"), sort_key="sort_order"))
    search_fields = ("name_fi", "name_sv", "name_en")
    panels = [
        panels.in_three("name", _("Name")),
        panels.in_three("description", _("Description")),
        FieldPanel("sort_order"),
    ]


class ExpertiseViewSet(DirectoryViewSet):
    """Areas of expertise that people have written, for administrators to tidy up."""

    model = Expertise
    icon = "tag"
    way_out = REMOVE_USES
    ordering = ("name",)
    title_sort_key = "name"
    narrow_columns = ()
    list_display = ("__str__",)
    search_fields = ("name",)
    panels = [FieldPanel("name")]
