"""Addresses of dashboards."""

from __future__ import annotations

from django.urls import include, path

from zhanqiao.portal.dashboards.views import making, profiles, reading, reports, reviewing

app_name = "dashboards"
one = [
    path("", reading.dashboard, name="dashboard"),
    path("document.json", reading.document, name="document"),
    path("feed.atom", reading.feed, name="feed"),
    path("report.pdf", reading.printed, name="printed"),
    path("report/", reports.report, name="report"),
    path("pictures/<slug:digest>.webp", reading.picture, name="picture"),
    path("edit/", making.edit, name="edit"),
    path("edit/<slug:act>/", making.change, name="change"),
    path("versions/", making.versions, name="versions"),
    path("fork/", making.fork, name="fork"),
]
embedded = [
    path("", reading.embedded, name="embed"),
    path("tiles/<slug:tile>/", reading.embedded, name="embed-tile"),
]
urlpatterns = [
    path("dashboards/", reading.gallery, name="gallery"),
    path("dashboards/schema.json", reading.schema, name="schema"),
    path("dashboards/mine/", making.mine, name="mine"),
    path("dashboards/new/", making.new, name="new"),
    path("dashboards/place/", making.place, name="place"),
    path("dashboards/reports/<slug:report_id>/", reports.mine, name="my-report"),
    path("dashboards/<slug:slug>/", include(one)),
    path("embed/dashboards/<slug:slug>/", include(embedded)),
    path("districts/", profiles.districts, name="districts"),
    path("districts/<slug:code>/", profiles.district, name="district"),
    path("districts/<slug:code>/copy/", profiles.copy, name="district-copy"),
    path("workbench/dashboards/", reviewing.waiting, name="waiting"),
    path("workbench/dashboards/<slug:slug>/", reviewing.review, name="review"),
]
