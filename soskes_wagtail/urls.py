"""Addresses outside the page tree: ``path("soskes/", include("soskes_wagtail.urls"))``.

Not within ``i18n_patterns``: they stand in mails that have been sent, and in pages of
every language.
"""

from django.urls import path

from soskes_wagtail.closed_images.views import closed_image
from soskes_wagtail.notifications.views import unsubscribe

app_name = "soskes"
urlpatterns = [
    path("ei-postia/<str:token>/", unsubscribe, name="unsubscribe"),
    path("kuva/<str:folder>/<str:filename>", closed_image, name="closed_image"),
]
