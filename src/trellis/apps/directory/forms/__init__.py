"""The directory's forms."""

from trellis.apps.directory.forms.public import TimeTakenForm

__all__ = ["TimeTakenForm"]
