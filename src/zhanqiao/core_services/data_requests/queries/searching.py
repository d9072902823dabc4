"""Narrowing lists of requests by words and by state; who may see a list is decided before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

MOST_WORDS, LONGEST = 8, 100
M = TypeVar("M", bound=Model)
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to: each of the ``words`` stands in a text of the request or is its number; its ``state``."""

    words: str = ""
    state: str = ""


ANY = Wanted()


@dataclass(frozen=True, slots=True)
class Listed(Generic[Line]):
    """The first lines of a list, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int

    @property
    def is_cut(self) -> bool:
        """Say whether there are more than the lines shown."""
        return self.total > len(self.lines)


def wanted(*, words: str, state: str = "") -> Wanted:
    """Return what somebody wrote into a search field, of 8 words and 100 characters at most: ``words`` shows what was left."""
    kept = " ".join(words.replace("\0", " ").split()[:MOST_WORDS])
    return Wanted(words=kept[:LONGEST].rstrip(), state=state)


def narrowed(found: QuerySet[M], wanted: Wanted, /, *, texts: Sequence[str]) -> QuerySet[M]:
    """Return the requests with the state, if one is wanted, and with every word in one of the ``texts`` or as the number."""
    for word in wanted.words.split():
        hit = Q(pk__iexact=word)
        for text in texts:
            hit |= Q(**{f"{text}__icontains": word})
        found = found.filter(hit)
    return found.filter(state=wanted.state) if wanted.state else found
