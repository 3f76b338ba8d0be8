"""Choosers: a list to pick from shows what its user may see or edit, and nothing else."""

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.models import TranslatableMixin
from wagtail.snippets.views import chooser

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.services.choices import choosable
from soskes_wagtail.directory_snippets.services.disclosure import searched
from soskes_wagtail.directory_snippets.services.words import words_q
from soskes_wagtail.directory_snippets.viewsets.columns import StateColumn
from soskes_wagtail.row_ids import row_ids


class WordFilterForm(BaseFilterForm):
    """Search by words; the records are in no search index on purpose."""

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects):
        objects = super().filter(objects)
        text = self.cleaned_data.get("q")
        if text:
            self.is_searching, self.search_query = True, text
            # By what everybody is shown: the form does not know who asks.
            names = objects.model.snippet_viewset.search_fields
            objects = objects.filter(words_q(text, searched(Viewer(), objects.model, names)))
        return objects


class LocalisedWordFilterForm(LocaleFilterMixin, WordFilterForm):
    pass


class _ChoosableRows:
    def get_object_list(self):
        return choosable(self.request.user, super().get_object_list())

    def get_filter_form_class(self):
        translatable = issubclass(self.model_class, TranslatableMixin) and self.i18n_enabled
        return LocalisedWordFilterForm if translatable else WordFilterForm

    @property
    def columns(self):
        found = super().columns
        if hasattr(self.model_class, "is_current"):
            found.append(StateColumn(sort_key=None))
        return found


class ChooseView(_ChoosableRows, chooser.ChooseView):
    pass


class ChooseResultsView(_ChoosableRows, chooser.ChooseResultsView):
    pass


class ChosenView(chooser.SnippetChosenView):
    def get_object(self, pk):
        row = _rows(self, [pk]).first()
        if row is None:
            raise Http404
        return row


class ChosenMultipleView(chooser.SnippetChosenMultipleView):
    def get_objects(self, pks):
        return _rows(self, pks)


def _rows(view, pks):
    return choosable(view.request.user, view.model_class.objects.filter(pk__in=row_ids(pks)))


class DirectoryChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_urlpatterns(self):
        # Records are made on their own page, where the row policy is: no form in the window.
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]
