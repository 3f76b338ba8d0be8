"""What all viewsets of the directory share."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from soskes_wagtail.directory_snippets.forms import DirectoryForm
from soskes_wagtail.directory_snippets.viewsets import views
from soskes_wagtail.directory_snippets.viewsets.choosers import DirectoryChooserViewSet
from soskes_wagtail.directory_snippets.viewsets.rows import RowPolicyViewSetMixin

END_IT = _(
    "Records in use are kept, so that old links and lists stay right. Open it, write the last "
    "day in “ended on” and, if something replaced it, choose it in “replaced by”."
)
END_IT_ALONE = _(
    "Records in use are kept, so that old links and lists stay right. Open it and write the last "
    "day in “ended on”."
)
REMOVE_USES = _("Take it away from the records that use it, or choose another one in them.")
UNPUBLISH = _("Take it away from those that use it, or unpublish it: then nobody sees it.")


class DirectoryViewSet(RowPolicyViewSetMixin, SnippetViewSet):
    """A viewset of directory records; subclasses say what is particular to one.

    ``search_fields`` are searched by words (``services.words``), here and in the chooser;
    ``list_select`` and ``list_prefetch`` keep the list at the same number of queries.
    """

    index_view_class = views.IndexView
    add_view_class = views.CreateView
    copy_view_class = views.CopyView
    edit_view_class = views.EditView
    delete_view_class = views.DeleteView
    usage_view_class = views.UsageView
    chooser_viewset_class = DirectoryChooserViewSet
    chooser_per_page = 20
    delete_template_name = "soskes_wagtail/directory_snippets/admin/confirm_delete.html"
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    form_class = DirectoryForm
    way_out = END_IT

    title_sort_key = "name_fi"
    narrow_columns: tuple[str, ...] = ("state",)
    list_select: tuple[str, ...] = ()
    list_prefetch: tuple[str, ...] = ()

    def get_queryset(self, request):
        rows = super().get_queryset(request).prefetch_related(*self.list_prefetch)
        # Without names it would follow every relation.
        return rows.select_related(*self.list_select) if self.list_select else rows

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(
            title_sort_key=self.title_sort_key, narrow_columns=self.narrow_columns, **kwargs
        )

    def get_delete_view_kwargs(self, **kwargs):
        return super().get_delete_view_kwargs(way_out=self.way_out, **kwargs)

    def get_edit_handler(self):
        handler = ObjectList(self.panels, base_form_class=self.form_class)
        return handler.bind_to_model(self.model)
