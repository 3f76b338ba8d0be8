from django.urls import include, path
from testproject.urls import urlpatterns as host

urlpatterns = [path("tunnus/", include("allauth.urls")), *host]
