"""Saying of many records at once that they are right as they are."""

from django.db import transaction
from django.utils import timezone
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import RevisionMixin
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from soskes_wagtail.bulk.changed import records_changed
from soskes_wagtail.directory_snippets.bulk_rows import OwnRowsMixin
from soskes_wagtail.directory_snippets.models.mixins import CheckedModel
from soskes_wagtail.directory_snippets.viewsets.group import DirectoryViewSetGroup


class CheckedBulkAction(OwnRowsMixin, SnippetBulkAction):
    """Writes today under "last checked" of rows that the user may change. Not of records with
    drafts, whose next publishing would bring the old day back."""

    display_name = _("Still correct")
    action_type = "checked"
    own_permission = "change"
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
