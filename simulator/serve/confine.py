"""Holding a process to a few folders, by the kernel (Landlock, Linux 5.13 and later); it needs no rights of its own.

The app of one account may read Python, toask and its models, write in the account's own folder, and reach nothing else:
not the folder of another account, nor the server's database. What it starts is held as well, and it cannot be undone.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_NO_NEW_PRIVILEGES = 38
_PATH_BENEATH, _NET_PORT = 1, 2
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_READS = _EXECUTE | _READ_FILE | _READ_DIR
_FILE_ONLY = _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15
_CONNECT = 2
_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))
"""By version of the interface: how many rights over files it knows."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


class _Port(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64))


def version() -> int:
    """Return which version of the interface this system has; 0: it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    found = ctypes.CDLL(None, use_errno=True).syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    return max(0, int(found))


def confine(reads: Iterable[Path], writes: Iterable[Path], ports: Sequence[int] | None = ()) -> bool:
    """Hold this process to these places from here on; return whether the system can.

    Args:
        reads: folders and files that may be read and run.
        writes: folders that may be changed as well.
        ports: TCP ports that it may connect to (held to since Linux 6.7), and it may listen at none; None: any.

    Raises:
        OSError: the system can, and did not.
    """
    known = version()
    if not known:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    rights = (1 << max(bits for least, bits in _RIGHTS if known >= least)) - 1
    rules = _Ruleset(rights, 3 if known >= 4 and ports is not None else 0, 3 if known >= 6 else 0)
    size = 8 if known < 4 else 16 if known < 6 else 24
    fd = _checked(libc.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0)))
    try:
        for path in reads:
            _allow(libc, fd, path, rights & _READS)
        for path in writes:
            _allow(libc, fd, path, rights)
        for port in (ports or ()) if known >= 4 else ():
            one = _Port(_CONNECT, port)
            _checked(libc.syscall(_ADD, fd, _NET_PORT, ctypes.byref(one), ctypes.c_uint32(0)))
        _checked(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _checked(libc.syscall(_RESTRICT, fd, ctypes.c_uint32(0)))
    finally:
        os.close(fd)
    return True


def _allow(libc: ctypes.CDLL, fd: int, path: Path, rights: int) -> None:
    """Allow these rights below `path`; one that is not there needs none."""
    try:
        at = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        beneath = _Beneath(rights if path.is_dir() else rights & _FILE_ONLY, at)
        _checked(libc.syscall(_ADD, fd, _PATH_BENEATH, ctypes.byref(beneath), ctypes.c_uint32(0)))
    finally:
        os.close(at)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
