"""A map of opinions written down, so that the conversation can grow: who was grouped stays grouped, and the map keeps its direction."""

import dataclasses
import gzip
import json
import os
import types
import typing
from pathlib import Path
from typing import Any

import numpy as np

from trellis.core.console import BadInput, open_input
from trellis.kernels.opinions import OpinionMap

KIND = "trellis opinions map"
FORM = 1
MOST_BYTES = 1024 * 1024 * 1024
ONLY_THE_OWNER = 0o600


def save(path: Path, made: OpinionMap) -> None:
    """Write the map to a file that only its owner can read, because it says who is in which group.

    The file is whole or not there: it is written beside its place and then moved. Raises BadInput where it can't be written.
    """
    content = json.dumps({"kind": KIND, "form": FORM, "map": _plain(made)}, ensure_ascii=False).encode()
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, ONLY_THE_OWNER), "wb") as file:
            file.write(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise BadInput(error.strerror or "can't be written", file=str(path), field="--save") from error


def load(path: str, *, version: str) -> OpinionMap:
    """The map in a file. Raises BadInput if it is no saved map, or one made by the other version of the rules."""
    try:
        with open_input(path) as stream:
            content = stream.read(MOST_BYTES + 1)
    except (EOFError, gzip.BadGzipFile) as error:
        raise BadInput("the compressed file is cut off or damaged", file=path) from error
    if len(content) > MOST_BYTES:
        raise BadInput(f"is larger than {MOST_BYTES >> 30} GiB", file=path)
    made = _read(content, path)
    if made.version != version:
        raise BadInput(f"was made with --version {made.version}; go on with the same", file=path, field="version")
    return made


def _read(content: bytes, path: str) -> OpinionMap:
    try:
        document = json.loads(content)
        if document["kind"] != KIND or document["form"] != FORM:
            raise ValueError
        made = _made(OpinionMap, document["map"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput("is not a map that trellis opinions --save wrote", file=path) from error
    people, statements = len(made.participants), len(made.statements)
    shapes = ((made.coordinates, (people, 2)), (made.components, (2, statements)), (made.mean, (statements,)), (made.grouped, (people,)))
    if any(array.shape != shape for array, shape in shapes) or len(made.group_of) != people:
        raise BadInput("is a saved map whose parts do not fit together", file=path)
    return made


def _plain(value: Any) -> Any:
    """A value as JSON has them."""
    if dataclasses.is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "values": value.ravel().tolist()}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def _made(kind: Any, value: Any) -> Any:
    """The value of a kind that `_plain` was made from. Raises TypeError, ValueError or KeyError for anything else."""
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{each.name: _made(hints[each.name], value[each.name]) for each in dataclasses.fields(kind)})
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is np.ndarray:
        return np.array(value["values"], dtype=typing.get_args(parts[1])[0]).reshape(value["shape"])
    if origin in (typing.Union, types.UnionType):
        return _made_of_either(parts, value)
    if origin is tuple:
        kinds = [parts[0]] * len(value) if parts[-1] is Ellipsis else parts
        return tuple(_made(each_kind, each) for each_kind, each in zip(kinds, value, strict=True))
    if origin is dict:
        return {key: _made(parts[1], each) for key, each in value.items()}
    if type(value) is not kind:
        raise TypeError(kind)
    return value


def _made_of_either(kinds: tuple[Any, ...], value: Any) -> Any:
    if type(value) in kinds:
        return value
    for kind in kinds:
        try:
            return _made(kind, value)
        except (TypeError, KeyError, ValueError):
            continue
    raise TypeError(kinds)
