from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib.auth import views as auth_views
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from medikes.views import SiteLoginView
from search import views as search_views

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("soskes-osoitteet/", include("soskes_wagtail.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("kirjaudu/", SiteLoginView.as_view(), name="login"),
        path("kirjaudu/ulos/", auth_views.LogoutView.as_view(), name="logout"),
        path("haku/", search_views.search, name="search"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
