"""Frozen dataclasses at a tenth of the import cost.

``dataclasses`` imports ``inspect`` and compiles up to six methods for each class at import. That doubles the start of a
bare Python on every ``wiptui status`` in a prompt. Here a class compiles one ``__init__``, when its first value is
created; all classes share the other methods. Type checkers see the real ``dataclasses``; ``slots`` is only for them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:

    class _Field:
        """A field with a default factory, or one that ``==`` or ``repr`` leaves out."""

        __slots__ = ("compared", "factory", "shown")

        def __init__(self, factory, shown, compared):
            self.factory, self.shown, self.compared = factory, shown, compared

    def field(*, default_factory, **also):
        """Declare a field like ``dataclasses.field``, with ``default_factory``, ``repr`` and ``compare``."""
        return _Field(default_factory, also.get("repr", True), also.get("compare", True))

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """Like ``dataclasses.dataclass``, for classes without base classes that have fields."""
        if cls is None:
            return lambda cls: _value(cls, frozen)
        return _value(cls, frozen)

    def replace(value, /, **changes):
        """Like ``dataclasses.replace``: return a copy with other field values."""
        return type(value)(**({name: getattr(value, name) for name in value.__match_args__} | changes))

    def _value(cls, frozen):
        names = tuple(cls.__annotations__)
        special = {name: cls.__dict__[name] for name in names if isinstance(cls.__dict__.get(name), _Field)}
        compared = tuple(name for name in names if name not in special or special[name].compared)
        shown = tuple(name for name in names if name not in special or special[name].shown)

        def init(self, *args, **kwargs):
            cls.__init__ = _compiled(cls, names, special)
            cls.__init__(self, *args, **kwargs)

        def eq(self, other):
            if other.__class__ is not self.__class__:
                return NotImplemented
            mine, theirs = self.__dict__, other.__dict__
            return all(mine[name] == theirs[name] for name in compared)

        def digest(self):
            return hash(tuple([self.__dict__[name] for name in compared]))

        def text(self):
            return f"{cls.__qualname__}({', '.join(f'{name}={self.__dict__[name]!r}' for name in shown)})"

        for name in special:
            delattr(cls, name)
        cls.__init__, cls.__eq__, cls.__repr__, cls.__match_args__ = init, eq, text, names
        cls.__hash__ = digest if frozen else None
        if frozen:
            cls.__setattr__, cls.__delattr__ = _refuse, _refuse
        return cls

    def _refuse(self, name, *_):
        raise AttributeError(f"cannot change field {name!r}: the value is frozen")

    def _compiled(cls, names, special):
        env, given, lines = {"_made": object()}, [], []
        for name in names:
            if name in special:
                env[f"_new_{name}"] = special[name].factory
                given.append(f"{name}=_made")
                lines.append(f"_into[{name!r}] = _new_{name}() if {name} is _made else {name}")
                continue
            if name in cls.__dict__:
                env[f"_default_{name}"] = cls.__dict__[name]
                given.append(f"{name}=_default_{name}")
            else:
                given.append(name)
            lines.append(f"_into[{name!r}] = {name}")
        head = f"def __init__(self{''.join(', ' + word for word in given)}):\n    _into = self.__dict__\n"
        exec(head + "".join(f"    {line}\n" for line in lines), env)
        return env["__init__"]


__all__ = ["dataclass", "field", "replace"]
