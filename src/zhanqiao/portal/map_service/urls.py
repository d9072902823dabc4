"""Addresses of maps."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.map_service import views

app_name = "map_service"
urlpatterns = [
    path("map/", views.home, name="home"),
    path("datasets/<slug:slug>/map/", views.dataset, name="dataset"),
]
