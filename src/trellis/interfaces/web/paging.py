"""Pages of results, in the shape that the design system's pagination asks for."""

from dataclasses import dataclass

from trellis.core.search.query import Found


@dataclass(frozen=True, slots=True)
class Pages:
    """Like django.core.paginator.Page, over an answer that was cut into pages by the search."""

    found: Found

    @property
    def number(self) -> int:
        return self.found.page

    @property
    def num_pages(self) -> int:
        """0 when it is not known how many there are."""
        return 0 if self.found.total_is_capped else self.found.pages

    @property
    def paginator(self) -> "Pages":
        return self

    @property
    def has_previous(self) -> bool:
        return self.found.page > 1

    @property
    def has_next(self) -> bool:
        return self.found.page < self.found.pages

    @property
    def previous_page_number(self) -> int:
        return self.found.page - 1

    @property
    def next_page_number(self) -> int:
        return self.found.page + 1
