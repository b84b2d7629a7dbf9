"""Keeps the records on this machine and swaps the file.

A save waits for the disk three times, each for a promise:

* The new file is synced before it replaces the old one. Otherwise a power cut could leave a name without bytes.
* The local database is synced. A sync client may replace the new file by an old one at any time; acknowledged changes
  then come from the database, also after a power cut.
* The folder is synced after the swap. Otherwise the old file could come back, and only the database have the change.

The first two run on two threads, so a save waits twice.
"""

from __future__ import annotations

import _thread
import os
import zlib
from collections.abc import Callable

from wiptui import paths
from wiptui.domain.core.errors import DataFileError
from wiptui.paths import make_folder
from wiptui.store.file import file_io
from wiptui.store.file.file_slice import PatchedText
from wiptui.store.loading import Loaded
from wiptui.store.local.state_dir import StateDir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")


class ReadOnlyFile(DataFileError):
    """Somebody marked the data file as not to be written."""


class Writer:
    """Writes one data file; ``inode``, ``sealed`` and ``is_kept`` describe the last write."""

    def __init__(self, path: str, state_dir: StateDir, say: Callable[[str], None]) -> None:
        self.path = path
        self.real = state_dir.real
        self.folder = os.path.dirname(state_dir.real)
        self.state_dir = state_dir
        self.say = say
        self.inode: int | None = None
        self.sealed = 0
        """The mtime of the written file in ns, if it proves that the file is still the same; else 0."""
        self.is_kept = False
        """Whether the local database has it."""

    def obstacle(self, found: Loaded) -> str:
        """Why the file cannot be written now, though this machine can keep the change; empty when it can be written.

        Raises DataFileError when the change must be refused.
        """
        if found.raw is not None and file_io.is_read_only(self.real):
            raise ReadOnlyFile(f"{self.path} is read-only; nothing was changed.")
        is_known = found.trusted or found.shadow is not None
        elsewhere = "" if found.raw is not None or found.copies else file_io.why_elsewhere(self.path, self.real)
        if elsewhere and is_known:
            return elsewhere
        if elsewhere:
            raise DataFileError(f"No new file was made: {elsewhere}. Nothing was changed.")
        if found.is_placeholder:
            raise DataFileError(f"{file_io.why_empty(self.path)} Nothing was changed.")
        if not os.path.isdir(self.folder):
            if is_known:
                return f"the folder {self.folder} is not there"
            if self.folder != os.path.realpath(paths.folder("data")):  # a path that somebody gave may be mistyped
                raise DataFileError(
                    f"There is no folder {self.folder}: check the path, or make the folder first. Nothing was changed."
                )
            try:
                make_folder(self.folder)
            except OSError as error:
                raise DataFileError(f"Cannot make the folder {self.folder}: {file_io.reason(error)}.") from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            if is_known:
                return f"the folder {self.folder} cannot be written"
            raise DataFileError(f"The folder {self.folder} cannot be written; nothing was changed.")
        return ""

    def write(
        self, found: Loaded, blob: bytes | PatchedText, obstacle: str, keep: Callable[[], bool], *, is_same: bool
    ) -> str:
        """Keep the change on this machine and swap the file; return why the file could not be swapped, else "".

        ``keep`` keeps it in the local database and returns whether that worked. Raises DataFileError when the change is
        neither in the file nor in the database, and FileChanged when another program replaced the file first.
        """
        main: file_io.Draft | None = None
        try:
            kept = keep if is_same or obstacle else run_in_thread(keep)
            try:
                if not is_same and not obstacle:
                    main, obstacle = self._draft_main(blob)
            finally:
                self.is_kept = kept()
            if is_same:
                return ""
            if main is not None:
                obstacle = self._swap_main(main, found)
            if obstacle and not self.is_kept:
                raise DataFileError(f"Cannot write {self.path}: {obstacle}; nothing was changed.")
            if (
                not obstacle
                and found.copies
                and zlib.crc32(file_io.read_whole(self.real)[0] or b"")
                != zlib.crc32(blob if isinstance(blob, bytes) else blob.whole())
            ):
                raise file_io.FileChanged
            return obstacle
        finally:
            if main is not None:
                main.discard()

    def _draft_main(self, blob: bytes | PatchedText) -> tuple[file_io.Draft | None, str]:
        """Write and sync the draft of the new file; return it, or None and why it could not be written."""
        try:
            draft = file_io.Draft(self.real, blob)
            draft.sync()
        except OSError as error:
            return None, file_io.reason(error)
        return draft, ""

    def _swap_main(self, draft: file_io.Draft, found: Loaded) -> str:
        def nobody_was_faster() -> None:
            if file_io.signature(self.real) != found.sign:
                raise file_io.FileChanged

        sealed = draft.seal()
        has_other_names = file_io.has_other_names(self.real)
        try:
            draft.swap(nobody_was_faster)
        except OSError as error:
            return file_io.reason(error)
        if has_other_names:
            self.say(f"{self.path} had another name (a hard link), which keeps the old content. {file_io.LINK_ADVICE}")
        self.inode, self.sealed = draft.inode, sealed
        doubt = file_io.sync_folder(self.folder)
        if doubt:
            self.say(f"Written, but it is unknown whether it would survive a power cut: {doubt}.")
        return ""


def run_in_thread(work: Callable[[], T]) -> Callable[[], T]:
    """Begin ``work`` on another thread; the answer waits for it, and returns or raises what it did.

    Where no thread can be had, the work is done when it is waited for. ``threading`` would cost a short command a
    millisecond.
    """
    results: list[T] = []
    errors: list[BaseException] = []
    done = _thread.allocate_lock()

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            done.release()

    def wait() -> T:
        with done:
            for error in errors:
                raise error
            return results[0]

    done.acquire()
    try:
        _thread.start_new_thread(run, ())
    except RuntimeError:
        return work
    return wait
