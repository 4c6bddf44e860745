"""The time grid: sixteenth-note steps, bars and chord slots of each meter."""

from __future__ import annotations

from dataclasses import dataclass

STEPS_PER_QUARTER = 4
SEGMENT_BARS = 2


@dataclass(frozen=True)
class Meter:
    """One meter on the sixteenth grid.

    steps_per_bar: sixteenths in a bar. beats: first step of each beat. slot_steps: first step of each of the two
    chord slots of a bar (chords change there and nowhere else).
    """

    name: str
    steps_per_bar: int
    beats: tuple[int, ...]
    slot_steps: tuple[int, int]

    @property
    def bar_quarters(self) -> float:
        return self.steps_per_bar / STEPS_PER_QUARTER

    @property
    def segment_steps(self) -> int:
        return SEGMENT_BARS * self.steps_per_bar

    def slot_of_step(self, step_in_bar: int) -> int:
        return int(step_in_bar >= self.slot_steps[1])


METER_GRIDS: dict[str, Meter] = {
    "4/4": Meter("4/4", 16, (0, 4, 8, 12), (0, 8)),
    "3/4": Meter("3/4", 12, (0, 4, 8), (0, 8)),
    "2/4": Meter("2/4", 8, (0, 4), (0, 4)),
    "6/8": Meter("6/8", 12, (0, 6), (0, 6)),
    "5/4": Meter("5/4", 20, (0, 4, 8, 12, 16), (0, 12)),
    "7/8": Meter("7/8", 14, (0, 4, 8), (0, 8)),
    "12/8": Meter("12/8", 24, (0, 6, 12, 18), (0, 12)),
}
# Written otherwise, played the same.
SAME_GRID = {"2/2": "4/4", "C": "4/4", "3/8": "3/4", "6/4": "12/8", "1/4": "4/4", "8/4": "4/4", "9/8": "3/4"}
