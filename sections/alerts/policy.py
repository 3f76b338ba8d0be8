"""Who may put up which banner: administrators for all, others where they are at home."""

from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Area, Organisation
from soskes_wagtail.directory_snippets.services.ownership import edited_organisation_ids
from soskes_wagtail.sections.alerts.models import Alert
from soskes_wagtail.sections.models import ServiceSectionPage


def may_tell_all(user) -> bool:
    return Viewer(user).is_admin


def own_sections(user):
    """Sections whose pages the user may change."""
    if may_tell_all(user):
        return ServiceSectionPage.objects.all()
    pages = PagePermissionPolicy().instances_user_has_any_permission_for(user, ["change"])
    return ServiceSectionPage.objects.filter(pk__in=pages.order_by().values("pk"))


def own_areas(user):
    """Municipalities of the organisations whose records the user keeps."""
    areas = Area.objects.municipalities()
    if may_tell_all(user):
        return areas
    organisations = Organisation.objects.filter(pk__in=edited_organisation_ids(user))
    return areas.filter(pk__in=organisations.values("area"))


class AlertPolicy(ModelPermissionPolicy):
    """Model permissions, limited to alerts of the own sections and municipalities."""

    def instances_user_has_any_permission_for(self, user, actions):
        rows = super().instances_user_has_any_permission_for(user, actions)
        if may_tell_all(user):
            return rows
        return rows.filter(
            Q(section__in=own_sections(user).order_by().values("pk"))
            | Q(area__in=own_areas(user).order_by().values("pk"))
        )

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        allowed = self.instances_user_has_any_permission_for(user, actions)
        return allowed.filter(pk=instance.pk).exists()


alert_policy = AlertPolicy(Alert)
