"""Reports: one self-contained HTML page for a scored conversation, and one for a group of them."""

from __future__ import annotations

from simulator.report.group import Row, row_of, write_group
from simulator.report.out import write_all
from simulator.report.page import write_report

__all__ = ["Row", "row_of", "write_all", "write_group", "write_report"]
