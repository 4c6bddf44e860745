"""How much of held-out real music's distribution ours covers, feature by feature, against what real music itself does.

After Yang and Lerch 2020 (On the evaluation of generative models in music): densities smoothed with one Gaussian
kernel, their shared area. Held-out songs are split at random into two halves, many times: the overlap of the halves is
the ceiling, the overlap of one half with our pieces made to match the other is ours, on equally many excerpts and the
same kinds. Their ratio is the share; in the mean of shares none counts above 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.distributions import density_overlap, overlap
from generation.excerpt_features import DETAILS, FEATURES, measured
from generation.matched_pieces import Pair
from generation.report_lines import at_least

Values = NDArray[Any]
SPLITS = 20
_FEWEST = 30


def overlap_report(pairs: Sequence[Pair], seed: int) -> dict[str, Any]:
    """Every feature's share, its goal beside it, and the means of both sides; details are for finding out why."""
    real, made = table_of(pairs, "real"), table_of(pairs, "made")
    rows = {name: compared(real[name], made[name], seed) for name in (*FEATURES, *DETAILS)}
    goals = {name: rows[name] for name in FEATURES if rows[name]}
    shares = [row["share"] for row in goals.values()]
    worst = min(goals, key=lambda name: goals[name]["share"])
    return {
        "excerpts": len(pairs),
        "sets": _counts([pair.real.dataset for pair in pairs]),
        "each": {**at_least(min(shares), 0.85), "worst": worst,
                 "below": sorted(name for name in goals if goals[name]["share"] < 0.85)},
        "mean": at_least(float(np.mean(np.minimum(shares, 1.0))), 0.92),
        "features": goals,
        "details": {name: _without_goal(rows[name]) for name in DETAILS if rows[name]},
    }  # fmt: skip


def table_of(pairs: Sequence[Pair], side: str) -> dict[str, Values]:
    """Feature -> values (pairs,) of one side, nan where it has none."""
    rows = [measured(getattr(pair, side)) for pair in pairs]
    return {name: np.array([row[name] for row in rows]) for name in (*FEATURES, *DETAILS)}


def compared(real: Values, made: Values, seed: int) -> dict[str, Any]:
    """One feature of matched excerpts, (pairs,) each; empty where too few have it."""
    told = ~(np.isnan(real) | np.isnan(made))
    real, made = real[told], made[told]
    if len(real) < _FEWEST:
        return {}
    rng = np.random.default_rng(seed)
    ceilings, ours, coarse = [], [], []
    for _ in range(SPLITS):
        order = rng.permutation(len(real))
        one, other = order[: len(order) // 2], order[len(order) // 2 :]
        ceilings.append(density_overlap(real[one], real[other]))
        ours.append(density_overlap(real[one], made[other]))
        coarse.append((overlap(real[one], real[other]), overlap(real[one], made[other])))
    ceiling, own = float(np.mean(ceilings)), float(np.mean(ours))
    by_histogram = np.mean(coarse, axis=0)
    spread = float(real.std()) or 1.0
    return {
        **at_least(own / ceiling, 0.85, name="share"),
        "overlap": round(own, 4), "real_against_real": round(ceiling, 4),
        "share_by_histogram": round(float(by_histogram[1] / by_histogram[0]), 4),
        "excerpts": len(real), "mean_real": round(float(real.mean()), 4), "mean_made": round(float(made.mean()), 4),
        "spread_real": round(float(real.std()), 4), "spread_made": round(float(made.std()), 4),
        "off_by_spreads": round(float((made.mean() - real.mean()) / spread), 3),
    }  # fmt: skip


def told_as_table(report: dict[str, Any]) -> str:
    """The rows of the report in words, the worst first."""
    rows = {**report["features"], **{f"  {name}": row for name, row in report["details"].items()}}
    heads = ("share", "hist", "real", "made", "sd real", "sd made", "off")
    lines = [f"{'feature':38} {'{:>6} {:>6} {:>9} {:>9} {:>8} {:>8} {:>6}'.format(*heads)} n"]
    for name, row in sorted(rows.items(), key=lambda item: (item[0].startswith(" "), item[1]["share"])):
        lines.append(
            f"{name:38} {row['share']:6.3f} {row['share_by_histogram']:6.3f} {row['mean_real']:9.3f} "
            f"{row['mean_made']:9.3f} {row['spread_real']:8.3f} {row['spread_made']:8.3f} "
            f"{row['off_by_spreads']:+6.2f} {row['excerpts']}"
        )
    return "\n".join(lines)


def _without_goal(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("goal", "met")}


def _counts(names: Sequence[str]) -> dict[str, int]:
    return {name: names.count(name) for name in sorted(set(names))}
