"""The addresses of the developer center."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.developer_center import views

app_name = "developer_center"
urlpatterns = [
    path("", views.home, name="home"),
    path("sql/", views.sql, name="sql"),
    path("sql/query.<slug:form>", views.sql_file, name="sql_file"),
]
