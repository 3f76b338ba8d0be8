"""Row permissions in every view of a ``ModelViewSet``; Wagtail asks some for the model's only."""

from django.core.exceptions import PermissionDenied
from wagtail.admin.views.generic import IndexView


class RowCheckedView:
    """Put before a view with ``get_object``: refuses rows that the policy keeps from the user."""

    def get_object(self, *args, **kwargs):
        instance = super().get_object(*args, **kwargs)
        required = getattr(self, "permission_required", None)
        # "add" is no permission for a row that is there already: a copy shows all of it.
        actions = {None: ["change", "delete", "view"], "add": ["change"]}.get(required, [required])
        if instance is None or instance.pk is None:
            return instance  # a view that makes a new row
        if not self.permission_policy.user_has_any_permission_for_instance(
            self.request.user, actions, instance
        ):
            raise PermissionDenied
        return instance


class RowCheckedViewSetMixin:
    """Put before a ``ModelViewSet`` with a ``permission_policy`` of its own: lists the rows that
    ``get_queryset`` gives, and checks the row in every view that has one."""

    def construct_view(self, view_class, **kwargs):
        if issubclass(view_class, IndexView):
            # The index view of a ModelViewSet asks nobody: it lists every row of the model.
            rows = {"get_base_queryset": lambda view: self.get_queryset(view.request)}
            view_class = type(view_class.__name__, (view_class,), rows)
        elif hasattr(view_class, "get_object"):
            view_class = type(view_class.__name__, (RowCheckedView, view_class), {})
        return super().construct_view(view_class, **kwargs)

    def get_queryset(self, request):
        return self.permission_policy.instances_user_has_any_permission_for(
            request.user, ["change", "delete", "view"]
        )
