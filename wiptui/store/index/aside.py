"""Work on another thread, for what lets others run meanwhile: reading, summing, waiting for the disk.

``threading`` would cost a short command a millisecond; all that is needed of it is to start one and to wait for it.
"""

from __future__ import annotations

import _thread
from collections.abc import Callable
from typing import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    T = TypeVar("T")


def aside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin ``work`` on another thread; the answer waits for it, and returns or raises what it did.

    Where no thread can be had, the work is done when it is waited for.
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
