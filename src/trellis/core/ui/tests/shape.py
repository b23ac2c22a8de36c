"""The shape of HTML: which elements with which attributes, whatever the words."""

from html.parser import HTMLParser


class _Shape(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(sorted(name for name, _value in attrs))))


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every start tag in order with the names of its attributes."""
    parser = _Shape()
    parser.feed(html)
    parser.close()
    return parser.found
