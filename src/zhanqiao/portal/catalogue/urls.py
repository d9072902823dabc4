"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from zhanqiao.portal.catalogue import views

dataset: list[URLPattern | URLResolver] = [
    path("", views.dataset, name="dataset"),
    path("data/", views.data, name="data"),
    path("api/", views.api, name="api"),
    path("releases/", views.releases, name="releases"),
    path("quality/", views.quality, name="quality"),
    path("changes/", views.changes, name="changes"),
    path("related/", views.related, name="related"),
    path("downloads/", views.downloads, name="downloads"),
    path("feed.atom", views.dataset_feed, name="dataset-feed"),
]
pages: list[URLPattern | URLResolver] = [
    path("datasets/", views.listing, name="list"),
    path("datasets/values/", views.values, name="values"),
    path("datasets/feed.atom", views.feed, name="feed"),
    path("datasets/open-list.xlsx", views.open_list, name="open-list"),
    path("suggest/", views.suggest, name="suggest"),
    path("datasets/<slug:slug>/", include(dataset)),
    path("standards/", views.standards, name="standards"),
    path("standards/elements/<str:key>/", views.element, name="element"),
    path("standards/codes/<str:key>/", views.code_list, name="code-list"),
    path("themes/", views.themes, name="themes"),
    path("departments/", views.departments, name="departments"),
    path("departments/<str:key>/", views.department, name="department"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", views.sitemap_part, name="sitemap-part"),
    path("", include((pages, "catalogue"))),
]
