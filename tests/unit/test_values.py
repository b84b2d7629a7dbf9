"""Frozen values behave as the dataclasses that type checkers take them for."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest

from wiptui.domain.core.frozen import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2


@dataclass
class Bag:
    name: str
    things: list[int] = field(default_factory=list)
    hidden: int = field(default_factory=int, repr=False, compare=False)


def test_positions_names_and_defaults() -> None:
    assert Point(1) == Point(x=1, y=2) != Point(1, 3)
    assert (Point(5).x, Point(5).y) == (5, 2)
    assert repr(Point(1)) == "Point(x=1, y=2)"
    for wrong in ({}, {"x": 1, "z": 2}):
        with pytest.raises(TypeError):
            Point(**wrong)
    with pytest.raises(TypeError):
        Point(1, 2, 3)


def test_frozen_values_cannot_change_and_can_be_keys() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="frozen"):
        point.x = 3  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del point.x  # type: ignore[misc]
    assert {point: "a"}[Point(1)] == "a"
    with pytest.raises(TypeError):
        hash(Bag("a"))


def test_a_default_of_its_own_for_each_value() -> None:
    one, two = Bag("a"), Bag("a")
    one.things.append(1)
    assert two.things == []
    assert Bag("a", [], 1) == Bag("a", [], 2)
    assert repr(one) == "Bag(name='a', things=[1])"
    assert not hasattr(Bag, "things")


def test_values_of_other_classes_are_not_equal() -> None:
    assert Point(1) != (1, 2)
    assert Point(1) != Bag("a")


def test_matching_copying_and_replacing() -> None:
    match Point(1, 7):
        case Point(1, y=int() as y):
            assert y == 7
        case _:
            pytest.fail("a value matches by position and by name")
    assert replace(Point(1), y=9) == Point(1, 9)
    assert copy.deepcopy(Bag("a", [1])) == Bag("a", [1])
    assert pickle.loads(pickle.dumps(Point(1, 4))) == Point(1, 4)


def test_the_board_loads_without_dataclasses() -> None:
    code = "import sys, wiptui.domain.board; sys.exit('dataclasses' in sys.modules or 'inspect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_field_may_have_any_name() -> None:
    @dataclass(frozen=True)
    class Odd:
        fields: dict[str, int]
        names: int = 1

    assert Odd({"a": 1}).fields == {"a": 1}
