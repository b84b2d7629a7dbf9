"""What only a process of its own can show: what it loads, what it leaves, races, pipes, locales."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

RUN = [sys.executable, "-m", "wiptui"]


def wiptui(*argv: str, **more: object) -> subprocess.CompletedProcess[str]:
    named = {"capture_output": True, "text": True, "encoding": "utf-8", "stdin": subprocess.DEVNULL, "timeout": 60}
    return subprocess.run([*RUN, *argv], check=False, **(named | more))  # type: ignore[call-overload, no-any-return]


def loaded(*argv: str) -> set[str]:
    code = (
        "import sys; from wiptui.__main__ import main; code = main(sys.argv[1:]);"
        "print('\\n'.join(sys.modules), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *argv], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("line", ["add x", "list", "status", "start seed", "--help", "export json"])
def test_neither_textual_nor_rich_is_loaded(line: str) -> None:
    wiptui("add", "seed")
    assert not {"textual", "rich", "wiptui.tui", "argparse", "platformdirs"} & loaded(*line.split())


@pytest.mark.parametrize("line", ["list", "list seed +p", "status", "status --json", "show seed", "limit"])
def test_reading_loads_nothing_that_writes(line: str) -> None:
    wiptui("add", "seed")
    unwanted = {"tinydb", "tempfile", "shutil", "hashlib", "dataclasses", "inspect", "typing", "wiptui.domain.rules"}
    assert not unwanted & loaded(*line.split())


def files_below(folder: str) -> list[Path]:
    return [path for path in Path(folder).rglob("*") if path.is_file()]


@pytest.mark.parametrize("line", ["--help", "add --help", "--version", "path", "nonsense", "list --x"])
def test_asking_creates_no_file(line: str) -> None:
    wiptui(*line.split())
    assert files_below(os.environ["HOME"]) == []


def test_reading_an_empty_board_creates_no_data_file() -> None:
    assert wiptui("list", "--json").stdout == "[]\n"
    assert wiptui("status").stdout == "Doing 0/3 CALM\n"
    assert not [path for path in files_below(os.environ["HOME"]) if path.name == "wip.json"]


def test_many_at_once_and_three_get_in() -> None:
    keys = [wiptui("add", f"task {n}").stdout.split()[0] for n in range(24)]
    running = [
        subprocess.Popen([*RUN, "start", key], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for key in keys
    ]
    ended = [(process, process.communicate(timeout=120)) for process in running]
    codes = [process.returncode for process, _ in ended]
    assert (codes.count(0), codes.count(3)) == (3, 21), [said for _, said in ended]
    assert all("Doing is full: 3 of 3" in err for process, (_, err) in ended if process.returncode == 3)
    doing = [task for task in json.loads(wiptui("list", "--json").stdout) if task["state"] == "doing"]
    assert len(doing) == 3


def test_the_head_of_a_pipe_is_enough() -> None:
    wiptui("add", input="\n".join(f"task {n} {'x' * 200}" for n in range(500)), stdin=None)
    process = subprocess.Popen([*RUN, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline() == b"Ready 500\n"
    process.stdout.close()
    assert (process.stderr.read(), process.wait(60)) == (b"", 0)
    process.stderr.close()


@pytest.mark.parametrize("locale", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C"}])
def test_terminals_that_know_few_letters(locale: dict[str, str]) -> None:
    env = os.environ | locale
    assert wiptui("add", "--start", "寿司 “é” 🚀", env=env, encoding="latin-1").returncode == 0
    for argv in (("list",), ("status",), ("show", "寿司"), ("add", ""), ("start", "nothing …")):
        done = wiptui(*argv, env=env, encoding="latin-1")
        assert "Traceback" not in done.stderr and done.returncode in (0, 2, 4)
    document = json.loads(wiptui("list", "--json", env=env, encoding="latin-1").stdout.encode("latin-1"))
    assert document[0]["title"] == "寿司 “é” 🚀"
    assert wiptui("status", env=env, encoding="latin-1").stdout.isascii() == ("ascii" in str(locale))


@pytest.mark.skipif(sys.platform == "win32", reason="there a command line is Unicode whatever the locale")
def test_what_is_typed_in_a_poor_locale_is_kept_letter_by_letter() -> None:
    poor = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert wiptui("add", "Žlutý 漢字 👩‍👩‍👧 +žlu", env=poor).returncode == 0
    assert wiptui("edit", "lut", "--note", "Žádný", env=poor).returncode == 0
    row = json.loads(wiptui("show", "lut", "--json").stdout)
    assert (row["title"], row["project"], row["note"]) == ("Žlutý 漢字 👩‍👩‍👧", "žlu", "Žádný")


def test_a_full_device_is_a_sentence() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("w") as full:
        done = wiptui("list", "--json", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "No space left" in done.stderr


def test_without_a_terminal_the_board_is_not_opened() -> None:
    for argv in ((), ("demo",), ("guide",)):
        done = wiptui(*argv)
        assert (done.returncode, done.stdout) == (2, "")
        assert "needs a terminal" in done.stderr and "wiptui list" in done.stderr


def test_interrupted_by_the_keyboard() -> None:
    code = "import wiptui.service as s\ndef stop(self): raise KeyboardInterrupt\ns.Service.board = stop\n"
    code += "from wiptui.__main__ import main; import sys; sys.exit(main(['list']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_closed_streams() -> None:
    if os.name == "nt":
        pytest.skip("a shell of this kind is needed")
    for closing in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        line = f'"{sys.executable}" -m wiptui list {closing}'
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1) and "Traceback" not in done.stderr


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """A line for sh, in which ``wiptui`` is ours."""
    own = shlex.join(RUN)
    return subprocess.run(
        ["sh", "-c", line.replace("wiptui", own)], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", ["add x", "add x --json", "add x y --backlog"])
@pytest.mark.parametrize("output", [">/dev/full", ">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_what_is_saved_ends_with_0_whatever_became_of_its_output(words: str, output: str) -> None:
    done = shell(f"wiptui {words} {output}")
    assert done.returncode == 0, done.stderr
    assert "Saved" in done.stderr or "2>&-" in output
    assert len(json.loads(wiptui("list", "--all", "--json").stdout)) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", ["list", "list --json", "status", "status --json", "export json", "path"])
@pytest.mark.parametrize("output", [">/dev/full", ">&-"])
def test_what_only_prints_fails_when_it_cannot(words: str, output: str) -> None:
    wiptui("add", "seed")
    wiptui("status")
    done = shell(f"wiptui {words} {output}")
    assert done.returncode == 1
    assert "did not work" in done.stderr and "inside wiptui" not in done.stderr and "Traceback" not in done.stderr
