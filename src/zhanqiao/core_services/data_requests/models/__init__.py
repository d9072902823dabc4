"""The tables of data requests."""

from __future__ import annotations

from zhanqiao.core_services.data_requests.models.applications import (
    Agreement,
    ApplicationFile,
    DataApplication,
    UseReport,
)
from zhanqiao.core_services.data_requests.models.openings import OpeningFollow, OpeningRequest, OpeningVote, OpeningWish
from zhanqiao.core_services.data_requests.models.sharing import SharingRequest, SharingUse
from zhanqiao.core_services.data_requests.models.steps import RequestStep

__all__ = [
    "Agreement",
    "ApplicationFile",
    "DataApplication",
    "OpeningFollow",
    "OpeningRequest",
    "OpeningVote",
    "OpeningWish",
    "RequestStep",
    "SharingRequest",
    "SharingUse",
    "UseReport",
]
