"""A parser that answers wrong use, and its help, in the user's language; what has no Dutch stays English."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from simulator import i18n
from simulator.cli import language


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, i18n.tr("usage: ") if prefix is None else prefix)

    def add_text(self, text: str | None) -> None:
        super().add_text(i18n.tr(text) if text else text)

    def start_section(self, heading: str | None) -> None:
        super().start_section(i18n.tr(heading) if heading else heading)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return i18n.tr(action.help) if action.help else action.help


class Parser(argparse.ArgumentParser):
    """Commands below it are of this class too."""

    def __init__(self, **more: Any) -> None:  # noqa: ANN401 - what argparse takes
        more.setdefault("formatter_class", _Help)
        super().__init__(**more)

    def format_help(self) -> str:
        """Return the help, in the system's language: to know the app's own would take longer than the help."""
        i18n.use()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with what was typed, and leave with status 2."""
        from simulator.app.errors import said

        language.begin()
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {said(message)}\n")
