"""Runs one hook in a process of its own: ``runner.py EVENT PATH SECONDS FAILURES``, with the JSON on stdin.

This script imports nothing of wiptui, so it starts fast, and it can outlive the process that started it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

TAIL = 2_000
"""Bytes from the end of a hook's stderr that are kept to say why it failed."""


def run(event: str, path: str, seconds: float) -> str:
    """Run a hook for at most ``seconds``; return a sentence when it failed, else ""."""
    words = [sys.executable, path] if sys.platform == "win32" and path.endswith((".py", ".pyw")) else [path]
    apart = sys.platform != "win32"
    try:
        hook = subprocess.Popen(
            words, stdin=0, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=apart
        )
    except OSError as error:
        return f"The hook {event} could not be started: {error.strerror or error} ({path})"
    said = bytearray()
    reader = threading.Thread(target=_keep_tail, args=(hook, said), daemon=True)
    reader.start()
    try:
        code = hook.wait(seconds)
    except subprocess.TimeoutExpired:
        _end(hook)
        return f"The hook {event} took longer than {seconds:g} s and was ended ({path})"
    reader.join(0.5)
    if code == 0:
        return ""
    lines = bytes(said).decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f"The hook {event} failed with code {code}{': ' + last[-200:] if last else ''} ({path})"


def _keep_tail(hook: subprocess.Popen[bytes], said: bytearray) -> None:
    """Read everything the hook prints, so that it never blocks, and keep the end."""
    assert hook.stderr is not None
    while part := os.read(hook.stderr.fileno(), 65_536):
        said += part
        del said[:-TAIL]


def _end(hook: subprocess.Popen[bytes]) -> None:
    """Kill the hook and the processes that it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(hook.pid)], capture_output=True, check=False)
    else:
        os.killpg(hook.pid, signal.SIGKILL)
    hook.wait()


def main(event: str, path: str, seconds: str, failures: str) -> None:
    """Run a hook, and append its failure to the file that the next command reads."""
    failed = run(event, path, float(seconds))
    if failed:
        line = " ".join(failed.split()) + "\n"
        with open(failures, "a", encoding="utf-8", errors="replace", opener=_private) as file:
            file.write(line)


def _private(path: str, flags: int) -> int:
    """The same as ``wiptui.paths.private``, which this script does not import."""
    return os.open(path, flags, 0o600)


if __name__ == "__main__":
    main(*sys.argv[1:])
