"""Choose a member in the admin: a window with a search, where a list of all would be too long."""

from functools import cache

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from soskes_wagtail.access import RoleKey, role_groups, viewer_for
from soskes_wagtail.directory_snippets.services.words import words_q
from soskes_wagtail.directory_snippets.viewsets.choosers import WordFilterForm
from soskes_wagtail.row_ids import row_ids

#: Who puts others somewhere; the admin's other users have no business in the list.
CHOOSERS = (RoleKey.SECTION_EDITOR, RoleKey.MODERATOR, RoleKey.ADMINISTRATOR)


def member_rows() -> QuerySet:
    """Users with a role in SosKes, by name."""
    users = get_user_model()._default_manager.filter(is_active=True)
    # A subquery: somebody with two roles stands once.
    members = users.filter(groups__in=role_groups().order_by()).values("pk")
    return users.filter(pk__in=members).order_by("last_name", "first_name", "pk")


def member_name(user) -> str:
    return user.get_full_name() or user.get_username()


def _rows_for(request) -> QuerySet:
    rows = member_rows()
    return rows if viewer_for(request).has_role(*CHOOSERS) else rows.none()


class MemberFilterForm(WordFilterForm):
    def filter(self, objects):
        text = self.cleaned_data.get("q", "").replace("\x00", "")
        if text:
            self.is_searching, self.search_query = True, text
            names = ("first_name", "last_name", get_user_model().USERNAME_FIELD)
            objects = objects.filter(words_q(text, [(name, Q()) for name in names]))
        return objects


class _Members:
    def get_object_list(self):
        return _rows_for(self.request)

    def get_filter_form_class(self):
        return MemberFilterForm

    @property
    def title_column(self):
        column = super().title_column
        column.accessor = member_name
        return column


class ChooseView(_Members, chooser.ChooseView):
    pass


class ChooseResultsView(_Members, chooser.ChooseResultsView):
    pass


class _Chosen:
    def get_display_title(self, instance):
        return member_name(instance)


class ChosenView(_Chosen, chooser.ChosenView):
    def get_object(self, pk):
        found = _rows_for(self.request).filter(pk__in=row_ids([pk])).first()
        if found is None:
            raise Http404
        return found


class ChosenMultipleView(_Chosen, chooser.ChosenMultipleView):
    def get_objects(self, pks):
        return _rows_for(self.request).filter(pk__in=row_ids(pks))


class MemberWidget(BaseChooser):
    def get_display_title(self, instance):
        return member_name(instance)


class MemberChooserViewSet(ChooserViewSet):
    icon = "user"
    choose_one_text = _("Choose a member")
    choose_another_text = _("Choose another member")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    base_widget_class = MemberWidget
    # Other forms of the host choose users as they always did.
    register_widget = False
    per_page = 20


@cache
def member_chooser() -> MemberChooserViewSet:
    """For ``register_admin_viewset``; the host's user model is known only when apps are ready."""
    return MemberChooserViewSet("soskes_member_chooser", model=get_user_model())


class MemberPanel(FieldPanel):
    """A field that holds a user, chosen among the members."""

    def get_form_options(self):
        options = super().get_form_options()
        options.setdefault("widgets", {})[self.field_name] = member_chooser().widget_class()
        return options
