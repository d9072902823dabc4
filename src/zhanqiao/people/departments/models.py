"""The department tree. What a constraint can hold is held by a constraint."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import new_id
from zhanqiao.people.departments.rules import Level

CHANGES = Generation(name="people")


def new_department_id() -> str:
    """Return an identifier such as ``dep_7k3f9x2m4q8d``."""
    return new_id(prefix="dep")


class Department(models.Model):
    """A public body that holds data. ``valid_to`` is its last day; None while it exists."""

    id = models.CharField(primary_key=True, max_length=20, default=new_department_id, editable=False)
    code = models.CharField(max_length=18, unique=True)
    key = models.SlugField(max_length=64, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    level = models.CharField(max_length=8, choices=[(level.value, level.value) for level in Level])
    division_code = models.CharField(max_length=12)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["division_code", "key"]
        constraints = [
            models.CheckConstraint(condition=Exact(Length("code"), 18), name="department_code_18"),
            models.CheckConstraint(condition=Q(level__in=[level.value for level in Level]), name="department_level"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="department_dates"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False), name="department_successor_after_end"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, level=Level.city.value)
                | (Q(parent__isnull=False) & ~Q(parent=F("id"))),
                name="department_parent",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")), name="department_successor_other"
            ),
        ]

    def __str__(self) -> str:
        return self.key
