"""Addresses of a host that has included the read API of HSDS."""

from django.urls import include, path
from testproject.urls import urlpatterns as host

urlpatterns = [
    path("hsds/", include("soskes_wagtail.directory_snippets.hsds.urls")),
    *host,
]
