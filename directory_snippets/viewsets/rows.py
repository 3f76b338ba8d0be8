"""Row permissions in every view of a viewset; Wagtail itself asks only for the model's."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from wagtail.admin.admin_url_finder import ModelAdminURLFinder

from soskes_wagtail.directory_snippets.policies import policy_for


class RowCheckedView:
    """Put before a view with ``get_object``: refuses rows that the user may not touch."""

    def get_object(self, *args, **kwargs):
        instance = super().get_object(*args, **kwargs)
        if instance is None or instance.pk is None:
            return instance  # a view that makes a new row
        policy = policy_for(type(instance))
        if not policy.user_has_any_permission_for_instance(
            self.request.user, self._row_actions, instance
        ):
            raise PermissionDenied
        return instance

    @property
    def _row_actions(self) -> list[str]:
        action = getattr(self, "permission_required", None)
        if action is None:
            return ["change", "delete", "view"]
        # "add" is no permission for a row that is there already: a copy shows all of it.
        return ["change"] if action == "add" else [action]


class RowPolicyViewSetMixin:
    """Put before a ``SnippetViewSet``: lists own rows, and checks the row in every view.

    All views are made by ``construct_view``, so that none is forgotten, those of later
    versions of Wagtail included. Choosers and bulk actions have their own classes.
    """

    @cached_property
    def permission_policy(self):
        return policy_for(self.model)

    def construct_view(self, view_class, **kwargs):
        if hasattr(view_class, "get_object"):
            view_class = type(view_class.__name__, (RowCheckedView, view_class), {})
        return super().construct_view(view_class, **kwargs)

    def get_queryset(self, request):
        return self.permission_policy.instances_user_has_any_permission_for(
            request.user, ["change", "delete", "view"]
        )

    @property
    def url_finder_class(self):
        return type(
            f"{self.model.__name__}URLFinder",
            (ModelAdminURLFinder,),
            {
                "permission_policy": self.permission_policy,
                "edit_url_name": self.get_url_name("edit"),
            },
        )
