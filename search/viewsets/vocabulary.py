"""The editors' words in the admin: "SosKes search" with synonyms and words left out."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from soskes_wagtail.search.models import StopWord, Synonym


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "redirect"
    list_display = (
        "word",
        Column("meanings", label=_("Finds also")),
        BooleanColumn("both_ways", label=_("Both ways")),
    )
    search_fields = ("word", "meanings")
    search_backend_name = None


class StopWordViewSet(SnippetViewSet):
    model = StopWord
    icon = "cross"
    list_display = ("word",)
    search_fields = ("word",)
    search_backend_name = None


class VocabularyViewSetGroup(SnippetViewSetGroup):
    items = (SynonymViewSet, StopWordViewSet)
    menu_label = _("SosKes search")
    menu_name = "soskes-search"
    menu_icon = "search"
    menu_order = 255
