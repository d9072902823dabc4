"""Changes to dictionaries, data elements and code lists."""

from __future__ import annotations

from zhanqiao.data_center.metadata.operations.dictionaries import describe_columns, describe_new_release
from zhanqiao.data_center.metadata.operations.standards import move_element, save_code_list, save_element

__all__ = ["describe_columns", "describe_new_release", "move_element", "save_code_list", "save_element"]
