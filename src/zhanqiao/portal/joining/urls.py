"""Addresses of joining."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.joining import views

app_name = "joining"
urlpatterns = [
    path("datasets/<slug:slug>/joins/", views.choosing, name="choosing"),
    path("joins/", views.join, name="join"),
    path("joins/file/", views.own_file, name="own_file"),
    path("joins/file/removal/", views.own_file_removal, name="own_file_removal"),
    path("joins/joined.<slug:form>", views.joined, name="joined"),
]
