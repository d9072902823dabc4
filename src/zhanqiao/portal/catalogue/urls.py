"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from zhanqiao.portal.catalogue.views import charts, exploring, pages

dataset: list[URLPattern | URLResolver] = [
    path("", pages.dataset, name="dataset"),
    path("data/", pages.data, name="data"),
    path("data/rows/", pages.rows_of_data, name="rows"),
    path("chart/", charts.chart, name="chart"),
    path("chart.json", charts.chart_document, name="chart-document"),
    path("questions/", exploring.questions, name="questions"),
    path("pivot/", exploring.pivot, name="pivot"),
    path("pivot.<str:form>", exploring.pivot_file, name="pivot-file"),
    path("api/", pages.api, name="api"),
    path("releases/", pages.releases, name="releases"),
    path("quality/", pages.quality, name="quality"),
    path("changes/", pages.changes, name="changes"),
    path("related/", pages.related, name="related"),
    path("downloads/", pages.downloads, name="downloads"),
    path("changes.atom", pages.changes_feed, name="changes-feed"),
    path("feed.atom", pages.dataset_feed, name="dataset-feed"),
]
addresses: list[URLPattern | URLResolver] = [
    path("datasets/", pages.listing, name="list"),
    path("datasets/values/", pages.values, name="values"),
    path("datasets/feed.atom", pages.feed, name="feed"),
    path("datasets/open-list.xlsx", pages.open_list, name="open-list"),
    path("suggest/", pages.suggest, name="suggest"),
    path("datasets/<slug:slug>/", include(dataset)),
    path("embed/charts/<slug:slug>/", charts.embed, name="chart-embed"),
    path("standards/", pages.standards, name="standards"),
    path("standards/elements/<str:key>/", pages.element, name="element"),
    path("standards/codes/<str:key>/", pages.code_list, name="code-list"),
    path("themes/", pages.themes, name="themes"),
    path("departments/", pages.departments, name="departments"),
    path("departments/<str:key>/", pages.department, name="department"),
]
urlpatterns = [
    path("", pages.home, name="home"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", pages.sitemap_part, name="sitemap-part"),
    path("", include((addresses, "catalogue"))),
]
