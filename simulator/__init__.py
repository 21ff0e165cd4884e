"""toask: practise the intake conversation, from telling to asking."""

__version__ = "0.1.0"
