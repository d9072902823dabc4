"""Addresses of corrections and of following."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.corrections import views

app_name = "corrections"
urlpatterns = [
    path("datasets/<slug:slug>/corrections/", views.listing, name="list"),
    path("datasets/<slug:slug>/corrections/new/", views.ask, name="ask"),
    path("datasets/<slug:slug>/following/", views.following_of, name="following"),
    path("corrections/<slug:correction_id>/", views.one, name="one"),
    path("corrections/<slug:correction_id>/retraction/", views.retraction, name="retraction"),
]
