"""The addresses of OData: the service, its metadata, entity sets, entities and their properties."""

from __future__ import annotations

from django.urls import path, re_path

from zhanqiao.portal.open_service.endpoints import odata

app_name = "odata"
SET = r"^v4/(?P<name>[\w-]+)"
END = "/?$"  # some clients (python-odata) end every address with a slash
ROW = SET + r"\((?P<key>[^()/]{1,60})\)"
urlpatterns = [
    path("v4", odata.service, name="service_bare"),
    path("v4/", odata.service, name="service"),
    re_path(r"^v4/\$metadata" + END, odata.metadata, name="metadata"),
    re_path(SET + END, odata.entities, name="entities"),
    re_path(SET + r"/\$count" + END, odata.count, name="count"),
    re_path(ROW + END, odata.entity, name="entity"),
    re_path(ROW + r"/(?P<member>\w+)" + END, odata.member, name="member"),
    re_path(ROW + r"/(?P<member>\w+)/(?P<raw>\$value)" + END, odata.member, name="value"),
    path("v4/<path:path>", odata.elsewhere, name="elsewhere"),
]
