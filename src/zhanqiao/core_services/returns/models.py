"""Returns: who has the rows of which area of a table."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.kit.ids import new_id

BY = 120


class AreaReturn(models.Model):
    """A department's standing right to the rows of its area. Never deleted: it ends."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="ret"), editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.PROTECT, related_name="+")
    table_id = models.CharField(max_length=20)
    column = models.CharField(max_length=300)
    area = models.CharField(max_length=12, help_text="digits that division codes of the area begin with")
    began_by = models.CharField(max_length=BY)
    began_at = models.DateTimeField()
    ended_by = models.CharField(max_length=BY, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("began_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("department", "table_id"), condition=Q(ended_at__isnull=True), name="area_return_once"
            ),
            models.CheckConstraint(name="area_return_has_area", condition=~Q(area="")),
        )

    def __str__(self) -> str:
        return f"{self.department_id} {self.table_id}"
