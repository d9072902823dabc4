"""What the developer pages show."""

from __future__ import annotations

from zhanqiao.portal.developer_center.queries.reference import errors, example_table, reference
from zhanqiao.portal.developer_center.queries.sql import SqlFile, sql_file, sql_page

__all__ = ["SqlFile", "errors", "example_table", "reference", "sql_file", "sql_page"]
