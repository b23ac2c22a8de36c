"""A Pabulib file as its three sections of rows, each row with the line it began on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from trellis.kernels.tally.election import Malformed
from trellis.kernels.tally.pabulib.money import shown

SECTIONS = ("META", "PROJECTS", "VOTES")
MAX_BYTES = 256 * 1024 * 1024
MAX_LINES = 5_000_000
"""More than any election on earth needs (a million ballots take some 40 MB); beyond it a file is an attack or a mistake."""
CHUNK = 1 << 20


@dataclass(eq=False)
class Section:
    """Heading row and the rows after it. `lines[i]` is the line on which `rows[i]` began, `texts[i]` the row as written."""

    name: str
    line: int
    header: list[str] = field(default_factory=list)
    header_line: int = 0
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] | range = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def column(self, *names: str) -> int | None:
        """Which column is called one of these names, ignoring case; None when there is none."""
        headings = [heading.strip().lower() for heading in self.header]
        return next((headings.index(name) for name in names if name in headings), None)

    def needed(self, name: str) -> int:
        """As `column`, but its absence is an error."""
        found = self.column(name)
        if found is None:
            raise Malformed(f"the {self.name} section has no column {name}", line=self.header_line or self.line, field=name)
        return found


def read_text(source: BinaryIO | bytes) -> str:
    """All of a file as text: UTF-8, with or without a byte-order mark, line ends made LF."""
    data = source if isinstance(source, bytes) else read_limited(source)
    if len(data) > MAX_BYTES:
        raise Malformed(f"the file is larger than {MAX_BYTES // 1024**2} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("the file is not UTF-8 text", line=data.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:
        raise Malformed("the file holds a NUL character, so it is not text", line=text.count("\n", 0, text.index("\0")) + 1)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Before the lines are taken apart, because each of them then takes more memory than a short one has letters.
    if text.count("\n") > MAX_LINES:
        raise Malformed(f"the file has more than {MAX_LINES:,} lines", line=MAX_LINES + 1)
    return text


def read_limited(stream: BinaryIO) -> bytes:
    """Read a stream to its end, but never more than is sensible: a small compressed file can unpack to anything."""
    parts, size = [], 0
    while part := stream.read(CHUNK):
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            break
    return b"".join(parts)


def read_sections(text: str) -> dict[str, Section]:
    """Split a file into META, PROJECTS and VOTES; raises Malformed when one is missing, repeated or without a heading row."""
    lines = text.split("\n")
    sections: dict[str, Section] = {}
    at = 0
    while at < len(lines):
        name = section_name(lines[at])
        if name is None:
            if lines[at].strip("; \t"):
                raise Malformed(f"{shown(lines[at])} comes before the META section", line=at + 1, field="META")
            at += 1
            continue
        if name in sections:
            raise Malformed(f"there is a second {name} section", line=at + 1, field=name)
        section = Section(name=name, line=at + 1)
        sections[name] = section
        at = read_plain_votes(section, lines, at + 1) if name == "VOTES" else read_rows(section, lines, at + 1)
    for name in SECTIONS:
        if name not in sections:
            raise Malformed(f"the {name} section is missing", line=1 if not sections else len(lines), field=name)
        if not sections[name].header:
            raise Malformed(f"the {name} section is empty", line=sections[name].line, field=name)
    return sections


def section_name(line: str) -> str | None:
    """META, PROJECTS or VOTES when the line is that word alone (spreadsheets add empty cells after it)."""
    if len(line) > 200:
        return None
    word = line.strip('; \t,"').upper()
    return word if word in SECTIONS else None


def read_rows(section: Section, lines: list[str], start: int) -> int:
    """Read the rows of a section until the next one begins; returns the line that follows, from 0."""
    at = start
    while at < len(lines):
        if section_name(lines[at]) is not None:
            return at
        if '"' in lines[at]:
            cells, end = read_quoted(lines, at)
        else:
            cells, end = lines[at].split(";"), at + 1
        if any(cell.strip() for cell in cells):
            add_row(section, cells, at + 1, "\n".join(lines[at:end]))
        at = end
    return at


def add_row(section: Section, cells: list[str], line: int, text: str) -> None:
    if not section.header:
        section.header, section.header_line = cells, line
        return
    section.rows.append(cells)
    section.lines.append(line)
    section.texts.append(text)


def read_quoted(lines: list[str], start: int) -> tuple[list[str], int]:
    """Read one row with quotes, which may hold line ends: (cells, the line that follows)."""
    reader = csv.reader(until_closed(lines, start), delimiter=";")
    try:
        cells = next(reader)
    except csv.Error as error:
        raise Malformed(f"a quoted field can't be read ({error})", line=start + 1) from error
    end = start + reader.line_num
    if end - start > 1 and sum(line.count('"') for line in lines[start:end]) % 2:
        raise Malformed("a quote is opened and never closed", line=start + 1)
    return cells, end


def until_closed(lines: list[str], start: int) -> Iterator[str]:
    for line in lines[start:]:
        yield line + "\n"


def read_plain_votes(section: Section, lines: list[str], start: int) -> int:
    """Read the votes: one `split` per line when nothing is quoted and no line is empty, which is nearly always."""
    end = len(lines)
    while end > start and not lines[end - 1].strip("; \t"):
        end -= 1
    body = lines[start:end]
    rest = set(body)
    plain = not any('"' in line for line in body) and "" not in rest and not any(name in rest for name in SECTIONS)
    if not plain or not body:
        return read_rows(section, lines, start)
    section.header, section.header_line = body[0].split(";"), start + 1
    section.texts = body[1:]
    section.rows = [line.split(";") for line in section.texts]
    section.lines = range(start + 2, start + 1 + len(body))
    return len(lines)
