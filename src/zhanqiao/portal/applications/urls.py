"""Addresses of the gallery of applications."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.applications.views import making, reading, reviewing

app_name = "applications"
urlpatterns = [
    path("applications/", reading.gallery, name="gallery"),
    path("applications/new/", making.new, name="new"),
    path("applications/mine/", making.mine, name="mine"),
    path("applications/<slug:app_id>/", reading.application, name="application"),
    path("applications/<slug:app_id>/pictures/<slug:digest>.webp", reading.picture, name="picture"),
    path("applications/<slug:app_id>/edit/", making.edit, name="edit"),
    path("applications/<slug:app_id>/withdrawal/", making.withdrawal, name="withdrawal"),
    path("applications/<slug:app_id>/rating/", reading.rating, name="rating"),
    path("workbench/applications/", reviewing.waiting, name="waiting"),
    path("workbench/applications/<slug:app_id>/", reviewing.review, name="review"),
]
