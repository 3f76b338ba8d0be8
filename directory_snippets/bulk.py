"""Deleting several records at once, by the same rules as one."""

from django.db.models import ProtectedError, RestrictedError
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from soskes_wagtail.directory_snippets.bulk_rows import OwnRowsMixin
from soskes_wagtail.directory_snippets.services.usage import usage_counts
from soskes_wagtail.directory_snippets.viewsets.group import DirectoryViewSetGroup


class DirectoryDeleteBulkAction(OwnRowsMixin, DeleteBulkAction):
    """Takes only rows that the user may delete, and none of them when one is in use."""

    own_permission = "delete"
    template_name = "soskes_wagtail/directory_snippets/admin/confirm_bulk_delete.html"

    @classproperty
    def models(cls):
        return [viewset.model for viewset in DirectoryViewSetGroup.items]

    def annotate_items(self, items):
        counts = usage_counts(items)
        for item in items:
            item._usage_references = _Counted(counts[item.pk])
        self.is_protected = any(counts.values())
        return items

    def prepare_action(self, objects, objects_without_access):
        if self.is_protected:
            return self.render_to_response(self.get_context_data(form=self.get_form()))

    @classmethod
    def execute_action(cls, objects, **kwargs):
        for record in objects:
            log(instance=record, action="wagtail.delete")
        return super().execute_action(objects, **kwargs)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except (ProtectedError, RestrictedError):
            # Somebody began to use one of them after the count.
            messages.error(
                self.request, _("Nothing was deleted: some of those you chose are in use.")
            )
            return redirect(self.next_url)

    def get_context_data(self, **kwargs):
        way_out = self.model.snippet_viewset.way_out
        return {**super().get_context_data(**kwargs), "way_out": way_out}


class _Counted:
    """A number of uses in the shape that Wagtail's bulk action reads."""

    def __init__(self, number: int):
        self._number = number

    def count(self) -> int:
        return self._number

    @property
    def is_protected(self) -> bool:
        return self._number > 0
