"""``sense install`` and ``uninstall``: the snippets that append evidence to the log, where each program reads them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from shlex import quote

from wiptui.cli.shell.start_files import add_line, base_folder, naming_trouble, remove_line, start_file, write
from wiptui.domain.core.frozen import dataclass
from wiptui.paths import state_dir
from wiptui.sensing.log_file import sense_dir

MARK = "# wiptui sense"
WRONG = "Sensing cannot be set up: {}."


@dataclass(frozen=True, slots=True)
class Program:
    """Where one program reads a snippet. ``line`` is what its own start file gets, with braces for the path."""

    snippet: str
    quoted: Callable[[str], str]
    scripts: Callable[[], list[Path]]
    """Where the snippet goes."""
    start: Callable[[], Path | None]
    """The program's start file, where it needs a line to read the snippet."""
    line: str = ""


def _own(name: str) -> list[Path]:
    """A script in our own folder: it names folders of this machine, so it is not to be synced."""
    return [Path(state_dir()) / "hooks" / name]


def _fish() -> list[Path]:
    return [base_folder("XDG_CONFIG_HOME", ".config") / "fish" / "conf.d" / "wiptui-sense.fish"]


def _vim() -> list[Path]:
    folders = (Path.home() / ".vim", base_folder("XDG_CONFIG_HOME", ".config") / "nvim")
    return [folder / "plugin" / "wiptui-sense.vim" for folder in folders]


def _tmux_conf() -> Path:
    usual = Path.home() / ".tmux.conf"
    other = base_folder("XDG_CONFIG_HOME", ".config") / "tmux" / "tmux.conf"
    return other if other.exists() and not usual.exists() else usual


def _in_fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _in_vim(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _in_tmux(text: str) -> str:
    """Within double quotes of a shell, within single quotes of tmux."""
    for letter in '\\"$`':
        text = text.replace(letter, "\\" + letter)
    return text.replace("#", "##").replace("'", "'\\''")


SOURCE = "[ -r {} ] && . {}"
PROGRAMS = {
    "bash": Program("sense.bash", quote, lambda: _own("sense.bash"), lambda: start_file("bash"), SOURCE),
    "zsh": Program("sense.zsh", quote, lambda: _own("sense.zsh"), lambda: start_file("zsh"), SOURCE),
    "fish": Program("sense.fish", _in_fish, _fish, lambda: None),
    "vim": Program("sense.vim", _in_vim, _vim, lambda: None),
    "tmux": Program("sense.tmux", _in_tmux, lambda: _own("sense.tmux"), _tmux_conf, "source-file -q {}"),
}


def snippet(name: str) -> str:
    """Return the snippet of a program with the folder of this machine's log in it."""
    program = PROGRAMS[name]
    text = files("wiptui.sensing").joinpath("snippets", program.snippet).read_text(encoding="utf-8")
    return text.replace("@FOLDER@", program.quoted(sense_dir()))


def install(name: str) -> list[Path]:
    """Write the snippet of a program, and the line that reads it. Return the changed files. Raises InstallError."""
    program, text = PROGRAMS[name], snippet(name)
    with naming_trouble(WRONG, Path(sense_dir())):
        changed = [path for path in program.scripts() if write(path, text)]
        start = program.start()
        if start is not None:
            where = quote(str(program.scripts()[0]))
            if add_line(start, program.line.replace("{}", where), MARK):
                changed.append(start)
    return changed


def uninstall(name: str) -> list[Path]:
    """Remove the snippet of a program and its line. Return the changed files. Raises InstallError."""
    program = PROGRAMS[name]
    changed = []
    with naming_trouble(WRONG, Path(sense_dir())):
        for path in program.scripts():
            if path.exists():
                path.unlink()
                changed.append(path)
        start = program.start()
        if start is not None and remove_line(start, MARK):
            changed.append(start)
    return changed


def is_installed(name: str) -> bool:
    """Whether the snippet of a program is there."""
    return any(path.exists() for path in PROGRAMS[name].scripts())
