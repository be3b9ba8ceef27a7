"""Processes for work that Python does on one core at a time: one for each core.

Results come in the order of the tasks, whoever worked them out, and work runs only so far ahead of what was taken, so that
memory stays bounded. This process does the work itself where there is one core, where no process can be started, or where
one was lost. A worker lives on its input: it ends when that is closed, so also when this process is gone, however it went.
Interrupts are none of its business; they end this process, and with it the workers.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TypeVar, cast

Task = TypeVar("Task")
Result = TypeVar("Result")

_MOST = 8
"""Beyond so many, what takes the results is slower than they are."""
_AHEAD = 4
"""Tasks at hand for each that works."""
_START = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from yiheng.intake.reading.workers import serve
serve()
"""


class Lost(Exception):  # noqa: N818 -- what was lost may be done elsewhere
    """The process that worked on a task is gone."""


class Workers:
    """Up to ``count`` processes, started when there is work for them; without a number as many as there are cores, and
    none where there is one."""

    def __init__(self, count: int | None = None):
        cores = min(_cores(), _MOST) if count is None else count
        self._count = cores if cores > 1 else 0
        self._processes: list[subprocess.Popen[bytes]] = []
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def in_order(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Generator[Result]:
        """The result of each task, in their order; close the iterator where it is not read to its end.

        ``function`` stands in a module, and what it takes and gives can be pickled. What it raises comes in place of its
        result.
        """
        self._start(self._count)
        hands = max(1, len(self._processes))
        threads = ThreadPoolExecutor(hands)
        waiting: deque[Future[Result]] = deque()
        done = False
        try:
            for task in tasks:
                waiting.append(threads.submit(self._result, function, task))
                if len(waiting) > _AHEAD * hands:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
            done = True
        finally:
            if not done:
                self.close()
            threads.shutdown(cancel_futures=True)

    def beside(self, function: Callable[[Task], Result], task: Task) -> Future[Result] | None:
        """Begin one task in a process of its own, which may end that process: then the result raises Lost. None where
        no process is free for it."""
        self._start(1)
        try:
            process = self._idle.get_nowait()
        except Empty:
            return None
        thread = ThreadPoolExecutor(1)
        future = thread.submit(self._asked, process, function, task)
        thread.shutdown(wait=False)
        return future

    def close(self) -> None:
        """End the processes at once: they keep nothing, and nobody waits for them any more."""
        processes, self._processes, self._idle = self._processes, [], SimpleQueue()
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # a process that never listened
                    if pipe:
                        pipe.close()

    def _start(self, needed: int) -> None:
        while len(self._processes) < min(needed, self._count):
            try:
                process = subprocess.Popen(
                    [sys.executable, "-I", "-c", _START],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
                self._processes.append(process)
                _tell(process, sys.path)
            except OSError:
                self._count = len(self._processes)
                return
            self._idle.put(process)

    def _result(self, function: Callable[[Task], Result], task: Task) -> Result:
        """What a process that is free makes of a task; what this one makes of it where none is, or where it was lost."""
        try:
            process = self._idle.get_nowait()
        except Empty:
            return function(task)
        try:
            return self._asked(process, function, task)
        except Lost:
            if process not in self._processes:  # it was ended on purpose
                raise
            return function(task)

    def _asked(
        self, process: subprocess.Popen[bytes], function: Callable[[Task], Result], task: Task
    ) -> Result:
        idle = self._idle
        try:
            _tell(process, (function, task))
            result, fault = _told(process)
        except (OSError, EOFError, pickle.UnpicklingError):
            raise Lost from None
        idle.put(process)
        if fault is not None:
            raise fault
        return cast(Result, result)


def serve() -> None:
    """What a worker does: tasks from its input, results to its output, until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # a task leaves no cycles, and looking for them costs a tenth of it
    tasks, results = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            function, task = pickle.load(tasks)
        except EOFError:
            return
        answer: tuple[object, Exception | None]
        try:
            answer = function(task), None
        except Exception as fault:
            answer = None, fault
        pickle.dump(answer, results, pickle.HIGHEST_PROTOCOL)
        results.flush()


def _tell(process: subprocess.Popen[bytes], what: object) -> None:
    assert process.stdin is not None
    pickle.dump(what, process.stdin, pickle.HIGHEST_PROTOCOL)
    process.stdin.flush()


def _told(process: subprocess.Popen[bytes]) -> tuple[object, Exception | None]:
    assert process.stdout is not None
    result, fault = pickle.load(process.stdout)
    return result, fault


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
