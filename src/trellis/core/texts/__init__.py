"""Text in several languages: a model has `language` and `translations`, {"es": {"name": "Comedor"}}.

localized(service, "name", "es")        # LocalText(text="Comedor", lang="es", machine=False)
language = models.CharField(max_length=16, default=written_in)   # of what somebody writes; shown with {{ row|in_language }}
{% load texts %}{% localize service "name" as name %}<h1 lang="{{ name.lang }}">{{ name }}</h1>
"""

from .localized import LocalText, localized
from .validation import translations_validator
from .writing import written_in

__all__ = ["LocalText", "localized", "translations_validator", "written_in"]
