from django.apps import apps
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from soskes_wagtail.directory_snippets.bulk import DirectoryDeleteBulkAction
from soskes_wagtail.directory_snippets.bulk_checked import CheckedBulkAction
from soskes_wagtail.directory_snippets.localize import guarded_urls
from soskes_wagtail.directory_snippets.policies import register_policies
from soskes_wagtail.directory_snippets.views import licences, mergers, tables
from soskes_wagtail.directory_snippets.viewsets import entrance
from soskes_wagtail.directory_snippets.viewsets.access_log import (
    access_log_menu_item,
    access_log_urls,
)
from soskes_wagtail.directory_snippets.viewsets.group import DirectoryViewSetGroup
from soskes_wagtail.directory_snippets.viewsets.withdrawn import (
    add_withdrawn_summary,
    withdrawn_menu_item,
    withdrawn_urls,
)

# Before anything asks Wagtail for the policy of one of the models.
register_policies([viewset.model for viewset in DirectoryViewSetGroup.items])
register_snippet(DirectoryViewSetGroup)
# After Wagtail's own action for snippets, which it replaces for these models.
hooks.register("register_bulk_action", DirectoryDeleteBulkAction, order=100)
hooks.register("register_bulk_action", CheckedBulkAction)
hooks.register("register_admin_urls", withdrawn_urls)
hooks.register("register_reports_menu_item", withdrawn_menu_item)
hooks.register("register_admin_urls", access_log_urls)
hooks.register("register_reports_menu_item", access_log_menu_item)
hooks.register("construct_homepage_summary_items", add_withdrawn_summary)
if apps.is_installed("wagtail_localize"):
    # Before its own, which have the same addresses.
    hooks.register("register_admin_urls", guarded_urls, order=-100)


@hooks.register("register_admin_urls")
def tool_urls():
    return [
        path("soskes/import/", include((tables.urlpatterns, "soskes_tables"))),
        path("soskes/licences/", include((licences.urlpatterns, "soskes_licences"))),
        path("soskes/entrance/", include((entrance.urlpatterns, entrance.NAMESPACE))),
        path("soskes/mergers/", include((mergers.urlpatterns, "soskes_mergers"))),
    ]


@hooks.register("register_log_actions")
def merger_actions(actions):
    actions.register_action("soskes.merger", _("Merge"), _("Merged"))
    actions.register_action("soskes.merger_undone", _("Undo a merger"), _("Merger undone"))
