"""``path("hsds/", include("soskes_wagtail.directory_snippets.hsds.urls"))`` in the host's urls."""

from django.urls import path

from soskes_wagtail.directory_snippets.hsds.resources import (
    Organizations,
    ServiceAtLocations,
    Services,
    Taxonomies,
    TaxonomyTerms,
)
from soskes_wagtail.directory_snippets.hsds.views import AboutView, DetailView, ListView

app_name = "soskes_hsds"
RESOURCES = {
    "services": Services(),
    "organizations": Organizations(),
    "service_at_locations": ServiceAtLocations(),
    "taxonomies": Taxonomies(),
    "taxonomy_terms": TaxonomyTerms(),
}

urlpatterns = [path("", AboutView.as_view(), name="about")]
for _name, _resource in RESOURCES.items():
    urlpatterns += [
        path(_name, ListView.as_view(resource=_resource), name=_name),
        path(f"{_name}/", ListView.as_view(resource=_resource)),
        path(
            f"{_name}/<str:identifier>",
            DetailView.as_view(resource=_resource),
            name=f"{_name}_one",
        ),
        path(f"{_name}/<str:identifier>/", DetailView.as_view(resource=_resource)),
    ]
