"""Addresses at which harvesters look for a catalogue without being told."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.open_service.endpoints import oai, outward

app_name = "harvesters"
urlpatterns = [
    path("data.json", outward.data_json, name="data-json"),
    path("oai", oai.provider, name="oai"),
]
