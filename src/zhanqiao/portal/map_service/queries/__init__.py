"""What the pages of maps ask."""

from __future__ import annotations

from zhanqiao.portal.map_service.queries.pages import dataset_page, edited_address, map_page

__all__ = ["dataset_page", "edited_address", "map_page"]
