from wagtail.admin.viewsets.model import ModelViewSet

from soskes_wagtail.community.marketplace.models import AdCategory


class AdCategoryViewSet(ModelViewSet):
    """The categories of ads, for those who have the permission: administrators."""

    model = AdCategory
    icon = "tag"
    form_fields = ["name_fi", "name_sv", "name_en", "slug", "sort_order"]
    list_display = ["__str__", "slug", "sort_order"]
    ordering = ["sort_order", "name_fi"]
    search_fields = ["name_fi", "name_sv", "name_en"]
    search_backend_name = None
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False


def category_viewset() -> AdCategoryViewSet:
    return AdCategoryViewSet("soskes_ad_categories", url_prefix="soskes/ad-categories")
