"""The edition of the directory: a number that grows whenever what is published may have changed."""

from django.db import models

from trellis.core.register import describe


class Edition(models.Model):
    """One row. Who follows our feeds asks whether the number is still the same; to answer costs one look at this row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    turned_at = models.DateTimeField()

    class Meta:
        app_label = "directory"
        constraints = [models.CheckConstraint(name="one_edition", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"edition {self.number}"


describe(Edition, personal={}, plain=[])
