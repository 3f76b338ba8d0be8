"""Saying of many records at once that they are right as they are."""

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property, classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import RevisionMixin
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from soskes_wagtail.bulk.changed import records_changed
from soskes_wagtail.directory_snippets.models.mixins import CheckedModel
from soskes_wagtail.directory_snippets.policies import policy_for
from soskes_wagtail.directory_snippets.viewsets.group import DirectoryViewSetGroup


class CheckedBulkAction(SnippetBulkAction):
    """Writes today under "last checked" of rows that the user may change. Not of records with
    drafts, whose next publishing would bring the old day back."""

    display_name = _("Still correct")
    action_type = "checked"
    aria_label = _("Mark the chosen records as checked today")
    template_name = "soskes_wagtail/directory_snippets/admin/confirm_bulk_checked.html"
    action_priority = 20

    @classproperty
    def models(cls):
        found = [viewset.model for viewset in DirectoryViewSetGroup.items]
        return [
            model
            for model in found
            if issubclass(model, CheckedModel) and not issubclass(model, RevisionMixin)
        ]

    @cached_property
    def _own_rows(self):
        rows = policy_for(self.model).instances_user_has_permission_for(self.request.user, "change")
        wanted = self.request.GET.getlist("id")
        if "all" not in wanted:
            # SQLite refuses numbers that no key can have.
            ids = [pk for pk in wanted if pk.isdecimal() and len(pk) < 19]
            rows = rows.filter(pk__in=ids)
        return list(rows)

    def get_actionable_objects(self):
        # Rows of others are not even named: their names may be for administrators only.
        return self._own_rows, {"items_with_no_access": []}

    def get_execution_context(self):
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        model, pks = kwargs["self"].model, [record.pk for record in objects]
        with transaction.atomic():
            model._base_manager.filter(pk__in=pks).update(checked_on=timezone.localdate())
            for record in objects:
                log(instance=record, action="wagtail.edit", user=user)
            records_changed({model: pks})
        return len(objects), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext(
            "%(number)s record is marked as checked today.",
            "%(number)s records are marked as checked today.",
            num_parent_objects,
        ) % {"number": num_parent_objects}
