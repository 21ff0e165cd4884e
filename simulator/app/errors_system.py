"""What the operating system says when a file cannot be used, as `errno` names it, for the interface's language."""

from __future__ import annotations

from simulator.i18n import mark

SYSTEM: tuple[str, ...] = (
    mark("Permission denied"),
    mark("Operation not permitted"),
    mark("No such file or directory"),
    mark("File exists"),
    mark("Is a directory"),
    mark("Not a directory"),
    mark("Directory not empty"),
    mark("File name too long"),
    mark("No space left on device"),
    mark("Disk quota exceeded"),
    mark("Read-only file system"),
    mark("Input/output error"),
    mark("Too many open files"),
    mark("Device or resource busy"),
    mark("Stale file handle"),
    mark("Connection refused"),
    mark("Connection reset by peer"),
    mark("Address already in use"),
    mark("[Errno {number}] {what}: {path}"),
    mark("[Errno {number}] {what}"),
)
