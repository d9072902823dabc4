"""Addresses that stopped answering, for the pages that lead there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from zhanqiao.core_services.monitoring.models import LinkCheck

SURE = 2  # failures in a row, asked a day apart: one may be a hiccup


def broken_links(*, of: Collection[str]) -> dict[tuple[str, str], datetime]:
    """Return since when addresses do not answer, by (dataset or shown app, address); those that failed twice in a row or more."""
    rows = LinkCheck.objects.filter(dataset_id__in=of, failures__gte=SURE, broken_since__isnull=False)
    return {(about, url): since for about, url, since in rows.values_list("dataset_id", "url", "broken_since") if since}
