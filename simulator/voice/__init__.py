"""Voice: phrases the one act of a school's turn in character, and checks the words before they are shown."""

import os

# Two torch threads that spin while they wait stand still when anything else wants a core (measured: 0.5 s became 7 s).
# It has to be set before torch is loaded by anybody; this package is imported before that.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
