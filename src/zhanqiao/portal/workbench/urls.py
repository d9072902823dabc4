"""Addresses of the workbench."""

from __future__ import annotations

from django.urls import include, path

from zhanqiao.portal.workbench import views

app_name = "workbench"
submission = [
    path("", views.submission, name="submission"),
    path("progress/", views.progress, name="progress"),
    path("dictionary/", views.dictionary, name="dictionary"),
    path("entry/", views.entry, name="entry"),
    path("preview/", views.preview, name="preview"),
    path("publication/", views.publication, name="publication"),
    path("cancellation/", views.cancellation, name="cancellation"),
    path("tables/<int:number>/<slug:kind>/", views.kept, name="kept"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("upload/", views.upload, name="upload"),
    path("catalogue/", views.template, name="template"),
    path("catalogue/template.xlsx", views.template_file, name="template-file"),
    path("harvest/", views.harvests, name="harvests"),
    path("harvest/<slug:key>/", views.harvest_source, name="harvest_source"),
    path("harvest/<slug:key>/publication/", views.publish_harvested, name="publish_harvested"),
    path("harvest/<slug:key>/runs/<slug:run_id>/", views.harvest_run, name="harvest_run"),
    path("submissions/<slug:submission_id>/", include(submission)),
]
