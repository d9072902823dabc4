"""Addresses of the design system."""

from __future__ import annotations

from django.urls import path

from zhanqiao.kit.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("preferences/", views.preferences, name="preferences"),
]
