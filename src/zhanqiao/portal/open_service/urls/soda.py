"""The addresses of SODA 2.1, beside API v1: clients of other portals come to where they are used to."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.open_service.endpoints import soda

app_name = "soda"
urlpatterns = [
    path("resource/<str:table>.<str:format>", soda.resource, name="resource"),
    path("api/views/<str:table>.json", soda.described, name="view"),
]
