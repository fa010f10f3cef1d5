"""Limits that a child process sets on itself before it opens a file of unknown intent.

Memory and processor time: RLIMIT on Linux and macOS, a Job Object on Windows. The parent adds a wall-clock
limit and bounds what it reads. This module must not know what the child opens.
"""

import sys
from typing import BinaryIO

if sys.platform == "win32":
    from cisp_desktop.exchange.windows_job import limit_with_job
else:
    import resource

MEMORY_LIMIT = 500 * 1024 * 1024
CPU_SECONDS = 5
MAX_PAGES = 2_000


def limit_this_process(memory: int = MEMORY_LIMIT, cpu_seconds: int = CPU_SECONDS) -> None:
    """Bound this process to ``memory`` bytes and ``cpu_seconds`` of processor time, and forbid core dumps.

    macOS accepts the memory limit without enforcing it: there the time limits remain.
    """
    if sys.platform == "win32":
        limit_with_job(memory, cpu_seconds)
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ValueError, OSError):
        # Darwin refuses an address space below what is already mapped.
        return


def standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return standard input and output as bytes, also where a windowed application has none of its own."""
    source = sys.stdin.buffer if sys.stdin is not None else open(0, "rb", closefd=False)  # noqa: SIM115
    out = sys.stdout.buffer if sys.stdout is not None else open(1, "wb", closefd=False)  # noqa: SIM115
    return source, out
