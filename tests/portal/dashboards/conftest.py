"""People in browsers, trees, and a dashboard over them."""

from __future__ import annotations

from tests.core_services.conftest import department
from tests.core_services.dashboards.conftest import slug, trees, wells
from tests.core_services.data_requests.conftest import people
from tests.portal.interaction.conftest import browser_of

__all__ = ["browser_of", "department", "people", "slug", "trees", "wells"]
