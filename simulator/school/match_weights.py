"""Fitted numbers of topic matching, one row an encoder: see `matching.FEATURES` for what each number weighs.

Fitted by `python -m simulator.training.topics_fit --fit`; see there for the data and the figures.
"""

WEIGHTS: dict[str, tuple[float, ...]] = {
    "question-coder": (
        1.395, -1.224, 0.632, 0.115, 0.785, -0.307, 0.303, -0.111, 0.572, 0.037,
        0.151, 0.760, -0.116, 0.145, 0.011, -0.574, 3.508, 0.855,
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
        -8.729, 0.855, 1.424, 0.759, 1.484,
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
    -0.879, -0.504, 1.266, 0.072, 0.318, 0.125, 0.125, 0.000, 0.000, -0.612,
    0.479, 0.647, -0.108, 0.120, -0.338, 0.000, 0.000, 0.487,
)  # fmt: skip
