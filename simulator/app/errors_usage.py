"""What `argparse` says of what was typed, for the interface's language."""

from __future__ import annotations

from simulator.i18n import mark

USAGE: tuple[str, ...] = (
    mark("the following arguments are required: {names}"),
    mark("one of the arguments {names} is required"),
    mark("unrecognized arguments: {names}"),
    mark("ambiguous option: {name} could match {names}"),
    mark("argument {name}: {what}"),
    mark("invalid choice: {value} (choose from {names})"),
    mark("give a whole number from 1"),
    mark("invalid int value: {value}"),
    mark("invalid float value: {value}"),
    mark("expected one argument"),
    mark("expected at least one argument"),
    mark("expected {n} arguments"),
    mark("ignored explicit argument {value}"),
    mark("not allowed with argument {name}"),
)
