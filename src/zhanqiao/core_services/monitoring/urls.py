"""Addresses for machines that watch."""

from __future__ import annotations

from django.urls import path

from zhanqiao.core_services.monitoring import endpoints

app_name = "monitoring"
urlpatterns = [
    path("healthz", endpoints.healthz, name="healthz"),
    path("readyz", endpoints.readyz, name="readyz"),
    path("metrics", endpoints.metrics, name="metrics"),
]
