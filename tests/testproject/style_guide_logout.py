"""The style guide in a host that has an address of its own to sign out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from testproject.style_guide import urlpatterns as guide_urls

urlpatterns = [path("out/", LogoutView.as_view(next_page="/tyyli/"), name="logout"), *guide_urls]
