"""Which of the chosen rows a bulk action may touch."""

from django.utils.functional import cached_property

from soskes_wagtail.directory_snippets.policies import policy_for
from soskes_wagtail.row_ids import row_ids


class OwnRowsMixin:
    """Takes only rows for which the user has ``own_permission``. Rows of others are not even
    named: their names may be for administrators only."""

    own_permission: str

    @cached_property
    def _own_rows(self):
        policy = policy_for(self.model)
        rows = policy.instances_user_has_permission_for(self.request.user, self.own_permission)
        wanted = self.request.GET.getlist("id")
        if "all" not in wanted:
            rows = rows.filter(pk__in=row_ids(wanted))
        return list(rows)

    def get_actionable_objects(self):
        return self._own_rows, {"items_with_no_access": []}
