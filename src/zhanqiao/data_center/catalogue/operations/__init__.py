"""Changes to the catalogue."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.operations.datasets import (
    ResourceCodeTakenError,
    SlugTakenError,
    publish_dataset,
    register_dataset,
    revise_dataset,
    suspend_dataset,
    withdraw_dataset,
)
from zhanqiao.data_center.catalogue.operations.releases import publish_releases

__all__ = [
    "ResourceCodeTakenError",
    "SlugTakenError",
    "publish_dataset",
    "publish_releases",
    "register_dataset",
    "revise_dataset",
    "suspend_dataset",
    "withdraw_dataset",
]
