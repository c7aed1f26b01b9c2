"""``python -m mesoregistry.checking``: makes itself ready once, and forks a process for each file.

The portal starts it with a socket as its standard input and asks there for processes, one by each byte. It holds no
secret and no connection, and opens no file of a team.
"""

from __future__ import annotations

import gc
import os
import select
import socket
from contextlib import suppress
from multiprocessing.connection import Connection

from mesoregistry.checking import checker
from mesoregistry.checking.ready import make_ready
from mesoregistry.checking.state import state
from mesoregistry.gate.memory_tables import forget_outdated
from mesoregistry.local.closed import close_process

THREADS = "/proc/self/task"
EVERY = 5.0  # seconds between two looks at the lists, so that who files next need not wait for them


def main() -> None:
    close_process()
    with socket.socket(fileno=os.dup(0)) as portal, suppress(ConnectionError):  # it ends with the portal
        _forget_inherited()
        known = b""
        while True:
            # a file that was written and taken away meanwhile leaves the state as it was, and tables made of that file
            while known != (known := state()) or forget_outdated():
                make_ready()
                gc.freeze()  # what all have in common stays in common
            if select.select([portal], [], [], EVERY)[0]:
                if not portal.recv(1):
                    return
                _start(portal, known)
            _forget_ended()


def _start(portal: socket.socket, known: bytes) -> None:
    """Fork a process, and hand over how it is reached: the end of its pipe, its file, and a handle to end it.

    ``known``: the state that it has read.
    """
    if len(os.listdir(THREADS)) > 1:
        raise RuntimeError("a thread is alive: what it holds would be held for ever in a process forked now")
    ours, theirs = socket.socketpair()
    file = os.memfd_create("file", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    process = os.fork()
    if process == 0:
        checker.wait_for_file(Connection(theirs.detach()), file)
    handle = os.pidfd_open(process)
    try:
        socket.send_fds(portal, [known], [ours.fileno(), file, handle])
    finally:
        ours.close()
        theirs.close()
        os.close(file)
        os.close(handle)


def _forget_inherited() -> None:
    """The processes that are forked here must reach neither the portal's socket nor its log."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for inherited in (0, 1):
        os.dup2(nothing, inherited)
    os.close(nothing)


def _forget_ended() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main()
