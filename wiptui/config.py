"""Settings: a TOML file in the platform's config folder. None is needed; what is not said has its default.

::

    theme = "wiptui-dark"

    [keys]                 # an action's id, and the keys it shall have instead
    start = "s,enter"
"""

from __future__ import annotations

from wiptui.domain.errors import UsageError
from wiptui.domain.values import dataclass, field
from wiptui.paths import config_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wiptui.domain.record import Json


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of this machine."""

    theme: str | None = None
    """The name of a theme of the board; None for the default."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """A person's own keys by action id."""


def load_config(path: str | None = None) -> Config:
    """Read the settings; all defaults where there is no file. Raises UsageError for one that cannot be understood."""
    from pathlib import Path

    file = path or config_file()
    try:
        raw = Path(file).read_bytes()
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise UsageError(f"The settings cannot be read: {error.strerror or error} ({file}).") from None
    import tomllib

    try:
        values = tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The settings are no TOML: {error} ({file}).") from None
    return _read(values, file)


def _read(values: Mapping[str, Json], file: str) -> Config:
    theme, keys = values.get("theme"), values.get("keys", {})
    if theme is not None and not isinstance(theme, str):
        raise UsageError(f"theme in the settings is a name in quotes ({file}).")
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise UsageError(f'[keys] in the settings holds lines like start = "s" ({file}).')
    return Config(theme, keys)
