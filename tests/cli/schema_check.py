"""Holds what a command printed against its schemas, and lets no field pass that they do not name."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from wiptui.cli.help.schema import ANSWERS, names, read


def strict(part: Any) -> Any:
    """The schema, in which a field that it does not name is an error: so none can be added without a word about it."""
    if isinstance(part, list):
        return [strict(item) for item in part]
    if not isinstance(part, dict):
        return part
    closed = {name: strict(value) for name, value in part.items()}
    if "properties" in part and "required" in part and "allOf" not in part:
        closed.setdefault("additionalProperties", False)
    return closed


def _strict_schemas() -> dict[str, Any]:
    every = {name: strict(read(name)) for name in names()}
    # The tasks of an export are tasks with a log beside.
    every["export-task"] = deepcopy(every["task"]) | {"$id": "urn:wiptui:export-task"}
    rows = every["export"]["properties"]["tasks"]["items"]
    every["export-task"]["properties"]["log"] = rows["properties"]["log"]
    rows["allOf"] = [{"$ref": "urn:wiptui:export-task"}]
    every["import-json"] = read("import-json")  # which is what may come in, and lets more pass
    return every


STRICT = _strict_schemas()
REGISTRY: Registry[Any] = Registry().with_resources(
    [(body["$id"], Resource.from_contents(body)) for body in STRICT.values()]
)


def problems(name: str, value: Any) -> list[str]:
    """What a value breaks of the schema of that name."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]} (wiptui/schema/{name}.json)"
        for error in Draft202012Validator(STRICT[name], registry=REGISTRY).iter_errors(value)
    ]


def check(name: str, value: Any) -> None:
    """Fail where a value is not as the schema of that name says."""
    found = problems(name, value)
    assert not found, found


def check_command(command: str, value: Any) -> str:
    """Fail where what a command printed is as none of its schemas says; otherwise the name of the one that it is as."""
    found = {name: problems(name, value) for name in ANSWERS[command]}
    fitting = [name for name, wrong in found.items() if not wrong]
    assert fitting, (command, found)
    return fitting[0]
