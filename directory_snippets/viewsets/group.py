from wagtail.snippets.views.snippets import SnippetViewSetGroup

from soskes_wagtail.directory_snippets.viewsets.area import AreaViewSet
from soskes_wagtail.directory_snippets.viewsets.channel import ServiceChannelViewSet
from soskes_wagtail.directory_snippets.viewsets.classification import (
    ServiceClassViewSet,
    TargetGroupViewSet,
)
from soskes_wagtail.directory_snippets.viewsets.contact import ContactViewSet
from soskes_wagtail.directory_snippets.viewsets.entrance import entrance_menu_items
from soskes_wagtail.directory_snippets.viewsets.licence import LicenceViewSet
from soskes_wagtail.directory_snippets.viewsets.membership import MembershipViewSet
from soskes_wagtail.directory_snippets.viewsets.menu import (
    LicencePanelMenuItem,
    MergersMenuItem,
    TablesMenuItem,
)
from soskes_wagtail.directory_snippets.viewsets.offering import ServiceOfferingViewSet
from soskes_wagtail.directory_snippets.viewsets.organisation import OrganisationViewSet
from soskes_wagtail.directory_snippets.viewsets.profile import (
    ExpertiseViewSet,
    NetworkRoleViewSet,
    ProfileViewSet,
)
from soskes_wagtail.directory_snippets.viewsets.service import ServiceViewSet
from soskes_wagtail.directory_snippets.viewsets.statute import StatuteViewSet
from soskes_wagtail.directory_snippets.viewsets.unit import UnitViewSet


class DirectoryViewSetGroup(SnippetViewSetGroup):
    """The menu "SosKes": what changes every week first, what changes by law last."""

    items = (
        ContactViewSet,
        ProfileViewSet,
        UnitViewSet,
        OrganisationViewSet,
        ServiceViewSet,
        ServiceOfferingViewSet,
        ServiceChannelViewSet,
        AreaViewSet,
        StatuteViewSet,
        ServiceClassViewSet,
        TargetGroupViewSet,
        LicenceViewSet,
        MembershipViewSet,
        NetworkRoleViewSet,
        ExpertiseViewSet,
    )
    menu_label = "SosKes"
    menu_name = "soskes"
    menu_icon = "group"
    menu_order = 250

    def get_submenu_items(self):
        return [*super().get_submenu_items(), *_tools()]


def _tools() -> list:
    return [TablesMenuItem(), LicencePanelMenuItem(), *entrance_menu_items(), MergersMenuItem()]
