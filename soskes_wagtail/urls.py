"""Addresses outside the page tree: ``path("soskes/", include("soskes_wagtail.urls"))``.

Not within ``i18n_patterns``: they stand in mails that have been sent.
"""

from django.urls import path

from soskes_wagtail.notifications.views import unsubscribe

app_name = "soskes"
urlpatterns = [
    path("ei-postia/<str:token>/", unsubscribe, name="unsubscribe"),
]
