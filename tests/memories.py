"""Forgets, between tests, what this process remembers of a database that is rolled back or emptied under it.

A change tells every process that its memory is old; a rollback and a ``flush`` tell nobody.
"""

from __future__ import annotations

import sys
from functools import cache

from zhanqiao.kit.generation import Generation


def forget_all() -> None:
    """Begin a new generation of everything that is remembered."""
    for generation in _generations():
        generation.advance()


@cache
def _generations() -> tuple[Generation, ...]:
    """Return the generations of all models, which Django has loaded by now."""
    models = [vars(module) for name, module in list(sys.modules.items()) if name.startswith("zhanqiao.")]
    return tuple({value for names in models for value in names.values() if isinstance(value, Generation)})
