"""What is declared of an endpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.media import JSON
from zhanqiao.portal.open_service.rules.parameters import Parameter

PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API.

    ``name`` is the URL name and the operationId; ``path`` is relative to ``/api/v1``. ``answer`` is
    the schema of a 200 by name for JSON, None for bytes of the types in ``media``. ``refusals`` are
    the further statuses it may answer, besides 400 for parameters. One that is ``posted`` also takes its parameters as
    the JSON object of a POST, for what is too long for an address; one with a ``body`` (its schema by name) takes
    nothing but a POST. Nothing is written by either.
    """

    name: str
    path: str
    group: str
    title: Text
    about: Text
    parameters: tuple[Parameter, ...] = ()
    answer: str | None = None
    media: tuple[str, ...] = (JSON,)
    refusals: tuple[int, ...] = ()
    ranged: bool = False
    posted: bool = False
    body: str | None = None
    places: tuple[Parameter, ...] = field(default=())

    @property
    def route(self) -> str:
        """The path as Django writes it, relative to the API's root."""
        return PLACE.sub(r"<str:\1>", self.path).lstrip("/")
