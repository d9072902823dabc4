"""The map of addresses. Pages exist in both languages; Chinese has no prefix, English has /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("zhanqiao.portal.open_service.urls")),
    path("", include("zhanqiao.portal.open_service.urls.soda")),
    path("", include("zhanqiao.portal.open_service.urls.ckan")),
    path("", include("zhanqiao.portal.open_service.urls.harvesters")),
    path("ogc/records/", include("zhanqiao.portal.open_service.urls.records")),
    path("ogc/", include("zhanqiao.portal.open_service.urls.ogc")),
    path("odata/", include("zhanqiao.portal.open_service.urls.odata")),
    path("iceberg/", include("zhanqiao.portal.open_service.urls.iceberg")),
    path("", include("zhanqiao.core_services.monitoring.urls")),
    *i18n_patterns(
        path("", include("zhanqiao.portal.catalogue.urls")),
        path("", include("zhanqiao.portal.my_place.urls")),
        path("", include("zhanqiao.portal.interaction.urls")),
        path("my/subscriptions/", include("zhanqiao.portal.subscriptions.urls")),
        path("", include("zhanqiao.portal.corrections.urls")),
        path("", include("zhanqiao.portal.joining.urls")),
        path("", include("zhanqiao.portal.map_service.urls")),
        path("", include("zhanqiao.portal.dashboards.urls")),
        path("", include("zhanqiao.portal.applications.urls")),
        path("", include("zhanqiao.portal.news.urls")),
        path("", include("zhanqiao.portal.contests.urls")),
        path("workbench/", include("zhanqiao.portal.workbench.urls")),
        path("statistics/", include("zhanqiao.portal.statistics.urls")),
        path("status/", include("zhanqiao.portal.status.urls")),
        path("developers/", include("zhanqiao.portal.developer_center.urls")),
        path("ui/", include("zhanqiao.kit.ui.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "zhanqiao.kit.problems.bad_request"
handler403 = "zhanqiao.kit.problems.forbidden"
handler404 = "zhanqiao.kit.problems.not_found"
handler500 = "zhanqiao.kit.problems.unexpected"
