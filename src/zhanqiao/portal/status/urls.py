"""Addresses of the status page."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.status import views

app_name = "status"
urlpatterns = [
    path("", views.home, name="home"),
    path("status.json", views.document, name="json"),
    path("incidents.atom", views.feed, name="feed"),
    path("incidents/<slug:incident_id>/", views.incident, name="incident"),
]
