"""The addresses of CKAN's Action API and of its datastore, beside API v1."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.open_service.endpoints import ckan

app_name = "ckan"
urlpatterns = [
    path("api/3/action/<str:name>", ckan.action, name="action"),
    path("api/action/<str:name>", ckan.action, name="action_unversioned"),
    path("datastore/dump/<str:resource>", ckan.dump, name="dump"),
]
