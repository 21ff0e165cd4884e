"""What Prometheus may ask: counts and times, never who."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

ECHO = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0)


class Figures:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        self.signins = Counter("toask_signins", "Tries to sign in.", ["how", "outcome"], registry=own)
        self.apps = Counter("toask_apps_ended", "Apps that ended.", ["how"], registry=own)
        self.closed = Counter("toask_tabs_closed", "Tabs that the server closed.", ["code"], registry=own)
        self.refused = Counter(
            "toask_requests_refused", "Requests refused before a page saw them.", ["why"], registry=own
        )
        self.reports = Counter("toask_reports", "Reports made.", ["form"], registry=own)
        self.echo = Histogram("toask_echo_seconds", "From a key to what the app drew next.", buckets=ECHO, registry=own)

    def watch(self, seats: Callable[[], int], waiting: Callable[[], int], most: int) -> None:
        """Show how many sit and wait now, and how many may sit."""
        Gauge("toask_apps", "Apps that run.", registry=self.registry).set_function(seats)
        Gauge("toask_waiting", "People in the queue.", registry=self.registry).set_function(waiting)
        Gauge("toask_apps_most", "Apps that may run at once.", registry=self.registry).set(most)

    def text(self) -> bytes:
        """Return all figures in Prometheus' own format."""
        return generate_latest(self.registry)
