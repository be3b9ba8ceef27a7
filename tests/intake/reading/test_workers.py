"""Work in other processes: in order, with the faults in their places, and done here where no process does it."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import pytest

from yiheng.intake.reading import workers as room
from yiheng.intake.reading.workers import Lost, Workers


def squared_elsewhere(task: tuple[int, int]) -> tuple[int, bool]:
    """The square, and whether another process than the one named worked it out."""
    home, number = task
    return number * number, os.getpid() != home


def lost_elsewhere(task: tuple[int, int]) -> int:
    """A number, where the process named is asked; any other ends."""
    home, number = task
    if os.getpid() != home:
        os._exit(1)
    return number


def tasks(count: int) -> list[tuple[int, int]]:
    return [(os.getpid(), number) for number in range(count)]


def test_results_come_in_the_order_of_the_tasks_from_other_processes():
    with Workers(2) as workers:
        for _ in range(2):  # the same processes do it again
            found = list(workers.in_order(squared_elsewhere, tasks(50)))
            assert found == [(number * number, True) for number in range(50)]


def test_one_core_does_it_here():
    with Workers(1) as workers:
        assert list(workers.in_order(squared_elsewhere, tasks(3))) == [(0, False), (1, False), (4, False)]


def test_where_no_process_can_be_started_it_is_done_here(monkeypatch, tmp_path):
    for program in (str(tmp_path / "missing"), "/bin/false"):
        monkeypatch.setattr(sys, "executable", program)
        with Workers(2) as workers:
            assert list(workers.in_order(squared_elsewhere, tasks(5))) == [
                (number * number, False) for number in range(5)
            ]


def test_what_a_lost_process_had_is_done_here():
    with Workers(2) as workers:
        assert list(workers.in_order(lost_elsewhere, tasks(10))) == list(range(10))


def test_a_fault_comes_in_place_of_its_result():
    with Workers(2) as workers:
        found = workers.in_order(math.sqrt, [4.0, 9.0, -1.0, 16.0])
        assert [next(found), next(found)] == [2.0, 3.0]
        with pytest.raises(ValueError, match="math domain error"):
            next(found)


def test_no_process_outlives_work_that_is_broken_off(monkeypatch):
    started = []
    real = subprocess.Popen
    monkeypatch.setattr(
        room.subprocess, "Popen", lambda *a, **k: started.append(real(*a, **k)) or started[-1]
    )

    def interrupted():
        yield from tasks(5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Workers(2) as workers:
        list(workers.in_order(squared_elsewhere, interrupted()))
    assert [one.poll() is not None for one in started] == [True, True]


def test_a_worker_ends_with_its_input():
    """As when the process that started it is gone."""
    worker = subprocess.Popen([sys.executable, "-c", room._START], stdin=subprocess.PIPE)
    room._tell(worker, sys.path)
    worker.stdin.close()
    assert worker.wait(timeout=60) == 0


def test_only_so_much_is_worked_out_ahead():
    asked = []

    def endless():
        for number in range(1_000_000):
            asked.append(number)
            yield (os.getpid(), number)

    with Workers(2) as workers:
        found = workers.in_order(squared_elsewhere, endless())
        assert next(found) == (0, True)
        found.close()
    assert len(asked) < 50


def test_one_task_beside_this_process_may_end_its_own():
    with Workers(2) as workers:
        assert workers.beside(squared_elsewhere, (os.getpid(), 3)).result() == (9, True)
        with pytest.raises(Lost):
            workers.beside(lost_elsewhere, (os.getpid(), 3)).result()
    with Workers(1) as workers:
        assert workers.beside(squared_elsewhere, (os.getpid(), 3)) is None
