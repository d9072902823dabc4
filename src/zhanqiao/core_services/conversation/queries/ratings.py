"""Averages of ratings: public from five ratings on, and never whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Avg, Count

from zhanqiao.core_services.conversation.models import CHANGES, Rating
from zhanqiao.core_services.conversation.rules import LEAST_RATINGS, Subject
from zhanqiao.kit.generation import Remembered

_REMEMBERED = Remembered(generation=CHANGES)
DIGITS = 1


@dataclass(frozen=True, slots=True)
class RatingCard:
    """An average of one to five, to one decimal, and how many gave it."""

    average: float
    count: int


def rating_of(*, subject: Subject, id: str) -> RatingCard | None:  # noqa: A002 - of a dataset, a department or a shown app
    """Return the average of a dataset, department or shown app; None below five ratings. No query when warm."""
    return _REMEMBERED.get(subject.value, BY_SUBJECT[subject]).get(id)


def my_stars(*, account_id: str, dataset_id: str, department_id: str) -> dict[str, int]:
    """Return what an account gave, by subject."""
    mine = Rating.objects.filter(account_id=account_id)
    data = mine.filter(dataset_id=dataset_id).values_list("stars", flat=True).first()
    custodian = mine.filter(department_id=department_id).values_list("stars", flat=True).first()
    found = {Subject.DATA.value: data, Subject.CUSTODIAN.value: custodian}
    return {subject: stars for subject, stars in found.items() if stars}


def my_stars_of_app(*, account_id: str, app_id: str) -> int | None:
    """Return what an account gave a shown app."""
    return Rating.objects.filter(account_id=account_id, app_id=app_id).values_list("stars", flat=True).first()


def rating_reasons(*, departments: frozenset[str] | None, limit: int) -> tuple[tuple[str, int, str], ...]:
    """Return (subject, stars, reason) of the newest reasons given, for the office alone."""
    found = Rating.objects.exclude(reason="")
    if departments is not None:
        found = found.filter(dataset__department_id__in=departments) | found.filter(department_id__in=departments)
    return tuple(found.values_list("subject", "stars", "reason")[:limit])


def _of_data() -> dict[str, RatingCard]:
    return _averages("dataset_id", Subject.DATA)


def _of_custodians() -> dict[str, RatingCard]:
    return _averages("department_id", Subject.CUSTODIAN)


def _of_apps() -> dict[str, RatingCard]:
    return _averages("app_id", Subject.APP)


def _averages(field: str, subject: Subject) -> dict[str, RatingCard]:
    rows = (
        Rating.objects.filter(subject=subject.value).order_by().values(field).annotate(mean=Avg("stars"), n=Count("id"))
    )
    return {row[field]: RatingCard(round(row["mean"], DIGITS), row["n"]) for row in rows if row["n"] >= LEAST_RATINGS}


BY_SUBJECT = {Subject.DATA: _of_data, Subject.CUSTODIAN: _of_custodians, Subject.APP: _of_apps}
