"""Small valid files for the three commands, made up here, and ways to spoil them."""

import gzip
import random

ELECTION = """META
key;value
description;Gärten am Fluß
country;Nowhere
unit;Riverside
instance;2026
num_projects;4
num_votes;6
budget;1000
vote_type;approval
rule;greedy
date_begin;01.01.2026
date_end;31.01.2026
min_length;1
max_length;4
currency;EUR
PROJECTS
project_id;cost;votes;name;category;selected
p1;400;4;Trees along the river;nature;1
p2;300;3;A bench;people;1
p3;500;3;A playground;people,children;0
p4;250;1;A pond;nature;0
VOTES
voter_id;age;vote
1;31;p1,p2
2;62;p1,p3
3;27;p1,p2,p3
4;45;p2
5;19;p3,p4
6;71;p1
"""

POOL = "id,gender,area\n" + "\n".join(
    f"v{number},{'woman' if number % 2 else 'man'},{'town' if number % 3 else 'country'}" for number in range(1, 13)
)
QUOTAS = "feature,value,min,max\ngender,woman,1,3\ngender,man,1,3\narea,town,1,4\narea,country,1,2\n"


def conversation() -> str:
    """Twenty people in two groups that vote on eight statements."""
    lines = ["participant,group-id," + ",".join(map(str, range(8)))]
    for person in range(20):
        votes = [(1 if (person < 10) == (statement % 2 == 0) else -1) if (person + statement) % 5 else 0 for statement in range(8)]
        lines.append(f"{person},,{','.join(map(str, votes))}")
    return "\n".join(lines) + "\n"


COMMENTS = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n" + "\n".join(
    f"1,{number},0,0,0,1,Statement {number}" for number in range(8)
)

NOT_TABLES = {
    "nothing": lambda: b"",
    "one newline": lambda: b"\n",
    "only spaces": lambda: b" \t \n  \n",
    "a mark of byte order only": lambda: b"\xef\xbb\xbf",
    "zeros": lambda: b"\x00" * 4096,
    "every byte": lambda: bytes(range(256)) * 20,
    "noise": lambda: random.Random(4).randbytes(20_000),
    "a web page": lambda: b"<!doctype html><html><body><script>alert(1)</script><h1>404</h1></body></html>\n",
    "JSON": lambda: b'{"META": [1, 2, 3], "id": null}\n',
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    "a ZIP": lambda: b"PK\x03\x04" + b"\x14\x00" * 50,
    "a line of ten million": lambda: b"a" * 10_000_000,
    "a line of ten million fields": lambda: b"," * 5_000_000 + b";" * 5_000_000,
    "quotes that never close": lambda: b'id,"gender,area\n' + b"x,y\n" * 1000,
    "half a character": lambda: "META\nkey;value\ndescription;Łódź".encode()[:-1],
    "a truncated archive": lambda: gzip.compress(b"META\n" * 10_000)[:-20],
    "an archive with a wrong sum": lambda: gzip.compress(b"META\n" * 1000)[:-8] + b"\x00" * 8,
    "an archive of noise": lambda: b"\x1f\x8b" + random.Random(5).randbytes(500),
    "an archive that swells": lambda: gzip.compress(b"\x00" * 300_000_000, 6),
    "an archive that swells by lines": lambda: gzip.compress(b"a,b;c\n" * 40_000_000, 6),
    "an archive in an archive": lambda: gzip.compress(gzip.compress(b"META\n")),
}
"""Made only when they are used, because some are large."""


ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "cp1250", "latin-1", "utf-8-sig", "shift_jis")


def in_encodings(text: str) -> dict[str, bytes]:
    """The same file as other programs may write it."""
    return {name: text.encode(name, errors="replace") for name in ENCODINGS}


def other_line_ends(text: str) -> dict[str, bytes]:
    plain = text.encode()
    return {
        "CRLF": plain.replace(b"\n", b"\r\n"),
        "CR": plain.replace(b"\n", b"\r"),
        "no last newline": plain.rstrip(b"\n"),
        "empty lines between": plain.replace(b"\n", b"\n\n"),
        "zeros in it": plain.replace(b"e", b"\x00"),
        "form feeds": plain.replace(b"\n", b"\x0c\n"),
        "line separators": plain.replace(b"\n", "\u2028".encode()),
        "tabs": plain.replace(b",", b"\t").replace(b";", b"\t"),
    }


HUGE = (
    "1e309",
    "nan",
    "-inf",
    "9" * 400,
    "-1",
    "0",
    "1.5",
    "0x10",
    "1_000",
    "١٢",
    "½",
    "",
    " ",
    "1,5",
    '"',
    "=1+1",
    "\u202e7",
    "-0",
    "1e-400",
)


def spoiled(text: str, *, seed: int) -> bytes:
    """The file with one to four accidents: bytes, lines or fields lost, doubled, swapped or replaced."""
    draw = random.Random(seed)
    found = text.encode()
    for _accident in range(draw.randint(1, 4)):
        found = draw.choice((_byte, _line, _field))(found, draw)
    return found


def _byte(found: bytes, draw: random.Random) -> bytes:
    if len(found) < 3:
        return found
    at = draw.randrange(len(found) - 1)
    here = found[at : at + 1]
    return (
        found[:at]
        + draw.choice((b"", here * 2, draw.randbytes(1), found[at + 1 : at + 2] + here, b"\x00", b"\xff", b'"'))
        + found[at + 1 :]
    )


def _line(found: bytes, draw: random.Random) -> bytes:
    lines = found.split(b"\n")
    at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    what = draw.choice(("lose", "double", "swap", "cut", "move"))
    if what == "lose":
        del lines[at]
    elif what == "double":
        lines.insert(at, lines[at])
    elif what == "swap":
        lines[at], lines[other] = lines[other], lines[at]
    elif what == "cut":
        lines[at] = lines[at][: draw.randrange(len(lines[at]) + 1)]
    else:
        lines.insert(other, lines.pop(at))
    return b"\n".join(lines)


def _field(found: bytes, draw: random.Random) -> bytes:
    mark = b";" if b";" in found else b","
    lines = found.split(b"\n")
    at = draw.randrange(len(lines))
    fields = lines[at].split(mark)
    place = draw.randrange(len(fields))
    what = draw.choice(("lose", "double", "swap", "replace", "replace"))
    if what == "lose":
        del fields[place]
    elif what == "double":
        fields.insert(place, fields[place])
    elif what == "swap":
        other = draw.randrange(len(fields))
        fields[place], fields[other] = fields[other], fields[place]
    else:
        fields[place] = draw.choice(HUGE).encode()
    lines[at] = mark.join(fields)
    return b"\n".join(lines)
