"""The instant copy of a release: every row as the JSON that goes out, and every short column as an array.

It lies beside the serving copy, is made from it in the background, and can be removed at any time: whoever asks gets
the same answer from the serving copy, only slower. A page is then a slice of ready texts, a filter a comparison of
arrays, a count of groups one pass over small numbers. What it does not do: answer every question. Each function says
None to what it does not know, and the serving copy answers.
"""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.instant.building import build_instant, is_worth_it
from zhanqiao.data_center.storage.engine.instant.opening import InstantCopy, has_instant, instant_copy, instant_folder

__all__ = ["InstantCopy", "build_instant", "has_instant", "instant_copy", "instant_folder", "is_worth_it"]
