"""Addresses of open statistics."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.home, name="home"),
    path("self-assessment/", views.assessment, name="assessment"),
    path("report.<str:form>", views.report, name="report"),
    path("plan/writing/", views.writing, name="writing"),
    path("plan/writing/<slug:planned_id>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("<slug:key>/", views.sheet, name="sheet"),
    path("<slug:key>.<str:form>", views.file, name="file"),
]
