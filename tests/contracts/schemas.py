"""The pinned public schemas, made strict: a property that the standard does not name is an error, and formats are checked."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

import trellis

FOLDER = Path(trellis.__file__).parent / "data" / "standards"


def problems(document: Any, standard: str, table: str, *, extra: dict[str, frozenset[str]] | None = None) -> list[str]:
    """What is wrong with a document of this table. `extra` names properties that are sent on purpose although the standard lacks them."""
    extra = extra or {}
    validator = _validator(standard, table, tuple(sorted((name, tuple(sorted(fields))) for name, fields in extra.items())))
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in validator.iter_errors(document)]


@cache
def _validator(standard: str, table: str, extra: tuple) -> Draft202012Validator:
    allowed = dict(extra)
    registry: Registry = Registry()
    for file in sorted((FOLDER / standard).glob("*.json")):
        schema = _strict(json.loads(file.read_text(encoding="utf-8")), allowed.get(file.stem, ()))
        registry = registry.with_resource(file.name, Resource(contents=schema, specification=DRAFT202012))
    return Draft202012Validator(registry.contents(f"{table}.json"), registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _strict(schema: Any, extra: tuple) -> Any:
    """The same schema without room for anything else. `name` and the like are the standard's own notes beside a property."""
    if isinstance(schema, list):
        return [_strict(each, ()) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: copy.deepcopy(value) for name, value in schema.items() if name not in ("properties", "items", "$ref", "required")}
    if "required" in schema and isinstance(schema["required"], list):
        made["required"] = schema["required"]
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    if "properties" in schema:
        made["properties"] = {name: _strict(each, ()) for name, each in schema["properties"].items()} | dict.fromkeys(extra, True)
        made["additionalProperties"] = False
    if "items" in schema:
        made["items"] = _strict(schema["items"], ())
    return made
