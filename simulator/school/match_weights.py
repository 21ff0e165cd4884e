"""Fitted numbers of topic matching, one row an encoder: see `matching.FEATURES` for what each number weighs.

Fitted by `python -m simulator.training.topics_fit --fit`; see there for the data and the figures.
"""

WEIGHTS: dict[str, tuple[float, ...]] = {
    "question-coder": (
        1.970, -1.307, 0.679, 0.121, 0.687, -0.430, 0.509, -0.082, 0.416, 0.136,
        0.368, 0.874, -0.109, 0.152, -0.180, -0.996, 3.738, 0.935,
    ),
    "e5-small": (
        -4.848, 0.453, 1.031, 0.298, 0.014, 0.358, 0.060, -1.028, 1.588, 0.633,
        0.085, 1.259, -0.534, -0.183, -0.582, 1.472, 1.399, 0.000,
    ),
    "hash": (
        -3.842, 0.125, 0.591, 0.229, -0.030, 0.066, 0.132, -0.792, 0.815, 2.690,
        0.863, 1.223, -0.406, -0.211, -0.079, 1.273, 2.467, 0.000,
    ),
}  # fmt: skip
# The same for what may be asked in any scenario (`own`, `more`, `want`, `begin`), where form does most of the work.
ANCHOR_FEATURES = ("bias", "asks", "asks_mean", "asks_gap", "thin")
ANCHOR_WEIGHTS: dict[str, tuple[float, ...]] = {
    "question-coder": (
        -7.599, 0.573, 1.567, 0.790, 1.487,
    ),
    "e5-small": (
        -10.178, 1.371, 0.497, 0.232, 0.951,
    ),
    "hash": (
        -5.568, 0.300, 0.394, 0.121, 1.229,
    ),
}  # fmt: skip
# The same for details of what was told, among those of one holder: `python -m simulator.training.details_fit --fit`.
DETAIL_WEIGHTS: tuple[float, ...] = (
    -2.707, -0.191, 1.171, 0.038, 0.116, 0.121, 0.121, 0.000, 0.000, -0.814,
    0.581, 1.233, -0.052, 0.056, -0.345, 0.000, 0.000, 0.382,
)  # fmt: skip
