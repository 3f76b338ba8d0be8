"""eKollega in the admin: groups and reports, for those who look after them.

Rows are those of the pages: administrators see all groups, moderators those in which they moderate.
Nothing is added or deleted here: groups are started on the pages, and archived instead of deleted.
"""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from soskes_wagtail.access import RoleKey, Viewer, audit
from soskes_wagtail.access.admin_rows import RowCheckedViewSetMixin
from soskes_wagtail.community.ekollega.addresses import base_url
from soskes_wagtail.community.ekollega.models import Group, Report
from soskes_wagtail.install.roles import register_role_permissions


def register_permissions() -> None:
    register_role_permissions(role_permissions)


def role_permissions() -> dict[RoleKey, list[str]]:
    """Which rows, says ``ModeratedPolicy``."""
    both = ["soskes_community.change_group", "soskes_community.change_report"]
    return {RoleKey.MODERATOR: both, RoleKey.ADMINISTRATOR: both}


class ModeratedPolicy(ModelPermissionPolicy):
    """Permission to change, limited to what the user moderates. ``path``: lookup to the group."""

    def __init__(self, model, path: str = ""):
        super().__init__(model)
        self._path = path

    def user_has_permission(self, user, action):
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions):
        rows = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return rows.none()
        return rows.filter(Group.moderated_q(Viewer(user), self._path))

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        rows = self.instances_user_has_any_permission_for(user, actions)
        return rows.filter(pk=instance.pk).exists()


group_policy = ModeratedPolicy(Group)
report_policy = ModeratedPolicy(Report, "post__topic__group__")


class _GroupEditView(ModelViewSet.edit_view_class):
    def save_instance(self):
        saved = super().save_instance()
        audit.record(
            "ekollega.group_changed",
            actor=self.request.user,
            subject=saved,
            data={"kind": saved.kind},
        )
        return saved


class GroupViewSet(RowCheckedViewSetMixin, ModelViewSet):
    model = Group
    name = "soskes_ekollega_groups"
    url_prefix = "soskes/ekollega-groups"
    icon = "group"
    menu_label = gettext_lazy("eKollega groups")
    menu_order = 262
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    permission_policy = group_policy
    edit_view_class = _GroupEditView
    list_per_page = 50
    list_filter = ["kind", "joining"]
    search_fields = ["name", "purpose"]
    search_backend_name = None
    list_display = (
        TitleColumn("name", label=gettext_lazy("Name"), url_name="soskes_ekollega_groups:edit"),
        Column("get_kind_display", label=gettext_lazy("Kind")),
        DateColumn("active_at", label=gettext_lazy("Last post"), sort_key="active_at"),
        DateColumn("archived_at", label=gettext_lazy("Archived")),
    )
    panels = [
        FieldPanel("name"),
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("joining")]),
        FieldRowPanel([FieldPanel("members_visible"), FieldPanel("shows_readers")]),
        FieldPanel("ends_on"),
    ]


def _where(report: Report) -> str:
    base = base_url()
    title = report.post.topic.title
    if not base:
        return title
    return format_html(
        '{} <a href="{}viesti/{}/kasittele/">{}</a>', title, base, report.post_id, _("Deal with it")
    )


class ReportViewSet(RowCheckedViewSetMixin, ModelViewSet):
    """Reports with what became of them; the post is dealt with on its page."""

    model = Report
    name = "soskes_ekollega_reports"
    url_prefix = "soskes/ekollega-reports"
    icon = "warning"
    menu_label = gettext_lazy("Reported posts")
    menu_order = 263
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    permission_policy = report_policy
    list_per_page = 50
    list_filter = {"reason": ["exact"], "closed_at": ["isnull"]}
    list_display = (
        TitleColumn(
            "get_reason_display",
            label=gettext_lazy("Reason"),
            url_name="soskes_ekollega_reports:edit",
        ),
        Column("post", label=gettext_lazy("Discussion"), accessor=_where),
        DateColumn("created_at", label=gettext_lazy("Reported"), sort_key="created_at"),
        DateColumn("closed_at", label=gettext_lazy("Dealt with")),
    )
    panels = [FieldPanel("reason", read_only=True), FieldPanel("note", read_only=True)]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("post__topic")
