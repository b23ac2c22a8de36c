"""What a person sees or hears of a page: its texts, apart from those that are marked as somebody's own words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use", "path", "circle"}
UNSEEN = {"script", "style", "code", "textarea", "template"}
SPOKEN = ("aria-label", "placeholder", "alt", "title", "aria-description")


@dataclass
class _Open:
    tag: str
    own: bool


@dataclass
class Reading(HTMLParser):
    """Collects the texts of a page in their order."""

    texts: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        inherited = bool(self.stack and self.stack[-1].own)
        own = inherited or tag in UNSEEN or tag == "bdi" or (tag != "html" and ("lang" in given or "dir" in given))
        if not own:
            self.texts += [given[name] for name in SPOKEN if given.get(name)]
            self.texts += [value for name, value in given.items() if name.startswith("data-") and " " in value and value[0] not in "{["]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.texts.append(given.get("value", ""))
            if tag == "meta" and given.get("name") == "description":
                self.texts.append(given.get("content", ""))
        if tag not in VOID:
            self.stack.append(_Open(tag, own))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        for position in range(len(self.stack) - 1, -1, -1):
            if self.stack[position].tag == tag:
                del self.stack[position:]
                break

    def handle_data(self, data):
        if data.strip() and not (self.stack and self.stack[-1].own):
            self.texts.append(" ".join(data.split()))


def texts_of(page: str) -> list[str]:
    reading = Reading()
    reading.feed(page)
    return reading.texts


def all_own_words() -> Iterator[str]:
    """Every text that is kept in the database: what people and sources wrote."""
    from django.apps import apps

    for model in apps.get_models(include_auto_created=True):
        columns = list(model._meta.concrete_fields)
        for row in model._default_manager.all():
            for column in columns:
                yield from _strings(getattr(row, column.attname, None))


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
