"""What a process that reads one file may do: read that file, its libraries and nothing else (docs/adr/0017).

``confine`` is one-way. Each measure holds without the others, and each has a test of its own.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import psutil

from mesoregistry.catalog.decision_files import folder_of_decisions
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import PROJECT, settings

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
PR_SET_DUMPABLE = 4
CAPABILITY_VERSION_3 = 0x20080522
FILES = 64  # open at a time
# what Python, Rust and zlib need to turn bytes into text; no process, no socket, no signal, no other name space
SYSTEM_CALLS = (
    "read", "write", "close", "fstat", "lseek", "mmap", "mprotect", "munmap", "brk", "mremap", "madvise",
    "pread64", "readv", "writev", "open", "openat", "stat", "lstat", "newfstatat", "statx", "readlink",
    "readlinkat", "access", "faccessat", "faccessat2", "getdents64", "getcwd", "fcntl", "dup", "rt_sigaction",
    "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "futex", "sched_yield", "sched_getaffinity", "nanosleep",
    "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time", "times", "getrusage",
    "getrlimit", "sysinfo", "uname", "getrandom", "poll", "ppoll", "select", "getpid", "gettid", "getuid",
    "geteuid", "getgid", "getegid", "exit", "exit_group", "rseq", "set_robust_list", "restart_syscall",
)  # fmt: skip


class SandboxRefused(LocalFault):
    """This system does not grant a measure of the sandbox, so no file is read and every file waits."""

    def __init__(self, measures: str) -> None:
        self.measures = measures
        super().__init__(
            f"Este sistema no permite encerrar al lector de archivos ({measures}): no se lee ninguno. Hace falta Linux"
            " 5.13 o más nuevo y libseccomp2; o acepte el riesgo con MESO_SANDBOX=optional.",
            f"This system does not let the reader of files be confined ({measures}): none is read. It takes Linux 5.13"
            " or newer and libseccomp2; or accept the risk with MESO_SANDBOX=optional.",
        )


def confine(file: Path | None, memory: int) -> None:
    """Take from this process everything that reading ``file`` does not need; ``None``: what it reads is open already.

    ``memory``: bytes of address space over what it has. Raises ``SandboxRefused``, unless the setting ``sandbox`` says
    that what the system grants is enough.
    """
    os.environ.clear()
    _limit(memory)
    _leave_name_spaces()
    refused = [measure.__name__ for measure in MEASURES if not _is_granted(measure, file)]
    if refused and settings().sandbox == "required":
        raise SandboxRefused(", ".join(refused))


def _is_granted(measure: object, file: Path | None) -> bool:
    assert callable(measure)
    try:
        measure(file)
    except Exception:  # a library or a kernel that lacks it
        return False
    return True


def _limit(memory: int) -> None:
    size = psutil.Process().memory_info().vms + memory
    for kind, limit in (
        (resource.RLIMIT_AS, size),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, FILES),
    ):
        resource.setrlimit(kind, (limit, limit))


def _leave_name_spaces() -> None:
    """A network and a user of its own where the system grants them; the filter of calls forbids sockets anyway."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC):
        libc.unshare(CLONE_NEWNET)


def landlock(file: Path | None) -> None:
    """Of all files only this one and the program's own may be read, none written."""
    from landlock import FSAccess, Ruleset

    ruleset = Ruleset()
    ruleset.allow(*filter(None, [file]), "/dev/null", rules=FSAccess.READ_FILE)
    ruleset.allow(*_libraries(), rules=FSAccess.READ_FILE | FSAccess.READ_DIR)
    ruleset.apply()  # sets no_new_privs as well


def _libraries() -> Iterable[str]:
    """Folders from which Python imports, the catalogue, the rules, what was decided; none that holds the home."""
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    paths |= {str(PROJECT / "include"), *sys.path}
    paths |= {str(folder) for folder in (settings().registries, settings().expectations, settings().seeds)}
    paths.add(str(folder_of_decisions()))
    home = settings().home.resolve()
    for path in paths:
        folder = Path(path).resolve()
        if path and folder.is_dir() and not home.is_relative_to(folder):
            yield path


def no_capabilities(_: Path | None) -> None:
    """Root without them is a user like any other."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()):
        raise OSError(ctypes.get_errno(), "capset")


def seccomp(_: Path | None) -> None:
    """Any system call that is not listed fails."""
    import pyseccomp

    filter_ = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in SYSTEM_CALLS:
        try:
            filter_.add_rule(pyseccomp.ALLOW, name)
        except (OSError, ValueError):  # another processor has no call of that name
            continue
    own, unset = (pyseccomp.Arg(position, pyseccomp.EQ, 0) for position in (0, 2))
    filter_.add_rule(pyseccomp.ALLOW, "prlimit64", own, unset)  # its own limits may be read, not changed
    filter_.load()


MEASURES = (landlock, no_capabilities, seccomp)
