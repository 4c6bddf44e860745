"""The composer: preferences in, different finished takes out; and a finished piece changed as asked.

The only place where models, plan, form, parts, arranging and choosing meet.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from generation.adjustment import Adjustment, decide, followed
from generation.arranger import arrange
from generation.checkpoint import CheckpointError, Models, load_models
from generation.chord_writing import write_chords, write_unlike_chords
from generation.conditions import ROLE_ORDER
from generation.draft import Draft, DraftError
from generation.features import measure
from generation.form import Form, plan_form
from generation.latent_writing import climb, draw_latents
from generation.midi import MidiError, read_midi, write_midi
from generation.originality import OriginalityError, OriginalityIndex
from generation.part_writing import decode_parts
from generation.plan import Plan, make_plan, style_for
from generation.preferences import Changes, LimitNote, Preferences, PreferencesError, Taste
from generation.reshaping import draft_of, reshaped, sheet_of, transformed
from generation.score import Score
from generation.selection import Take, choose, faults, matched
from generation.sheet import Sheet, luck
from generation.style import Style

__all__ = ["Candidate", "CheckpointError", "ComposeError", "Composer", "draft_in_midi"]

# So many drafts are made for each take that is given out; more where too few are sound.
_OVER, _ROUNDS = 2, 3
_STYLE_WEIGHT = 0.5


class ComposeError(RuntimeError):
    """A wish that cannot be composed; the message says why and the cure."""


@dataclass(frozen=True)
class Candidate:
    """A finished take. report: the card of DESIGN section 3. changed: attributes that an adjustment moved."""

    score: Score
    midi: bytes
    draft: Draft
    report: Mapping[str, Any]
    changed: tuple[str, ...] = ()


class Composer:
    """All models, warm. Deterministic: the same preferences, taste, style and seed give the same bytes."""

    def __init__(self, models: Models, index: OriginalityIndex) -> None:
        self.models = models
        self.index = index

    @classmethod
    def load(cls, checkpoints: Path) -> Composer:
        """Reads `checkpoints`/composer and `checkpoints`/originality; CheckpointError names the cure."""
        models = load_models(checkpoints)
        try:
            return cls(models, OriginalityIndex.load(checkpoints / "originality"))
        except OriginalityError as error:
            raise CheckpointError(str(error)) from None

    def compose(
        self, preferences: Preferences, *, style: Style | None = None, taste: Taste | None = None, candidates: int = 4,
        seed: int = 0,
    ) -> list[Candidate]:  # fmt: skip
        """`candidates` different takes, best first. Values beyond the limits are moved to the nearest and noted.

        Raises ComposeError where nothing can be played.
        """
        if not 1 <= candidates <= 16:
            raise ComposeError("candidates: 1 to 16 takes at once")
        began = time.perf_counter()
        asked, notes = preferences.within_limits()
        # What is both asked for and barred is barred.
        asked = asked.over(Preferences())
        style = style or style_for(asked)
        taste = _with_targets(taste or Taste(), style)
        if style.barred:
            asked = asked.over(Preferences(without=style.barred))
        sound: list[Take] = []
        spare: list[Take] = []
        for turn in range(_ROUNDS):
            count = max(candidates + 1, candidates * (_OVER if turn == 0 else 1))
            takes = self._takes(asked, style, [seed * 10_007 + 101 * turn + i for i in range(count)])
            for take in takes:
                (spare if faults(take) else sound).append(take)
            if len(sound) >= candidates and _enough_match(sound, asked, candidates):
                break
        chosen = choose(sound, candidates, asked, taste, self.models.card.get("bands", {}))
        if len(chosen) < candidates:
            chosen += choose(spare, candidates - len(chosen), asked, taste, self.models.card.get("bands", {}))
        spent = 1000 * (time.perf_counter() - began)
        return [self._candidate(take, preferences, asked, notes, spent) for take in chosen]

    def adjust(self, draft: Draft | Mapping[str, Any], changes: Changes, *, seed: int = 0) -> Candidate:
        """The piece with the changes, everything not named kept. Raises ComposeError where a change cannot be made."""
        began = time.perf_counter()
        try:
            old = draft if isinstance(draft, Draft) else Draft.from_json(draft)
        except DraftError as error:
            raise ComposeError(str(error)) from None
        if any(latents.shape[1] != self.models.roles[role].config.latent for role, latents in old.latents.items()):
            raise ComposeError("This piece was made by another version of Troubadour; ask for it anew.")
        wishes, notes = changes.wishes.within_limits()
        changes = replace(changes, wishes=wishes)
        before = self._measured(old)
        best: tuple[int, Take] | None = None
        for strength in (1.0, 1.6, 2.2):
            try:
                decision = decide(old.plan, changes, strength, luck(seed, "adjust"))
            except PreferencesError as error:
                raise ComposeError(str(error)) from None
            if not any(not part.doubles for part in decision.plan.parts):
                raise ComposeError("That would leave nobody playing; keep at least one instrument.")
            take = self._measured(self._adjusted(old, decision, seed))
            right = sum(followed(changes, before.measured, take.measured).values())
            if best is None or right > best[0]:
                best = right, take
            if right == len(followed(changes, before.measured, take.measured)):
                break
        assert best is not None
        spent = 1000 * (time.perf_counter() - began)
        candidate = self._candidate(best[1], wishes, wishes, notes, spent)
        return _with_changes(candidate, before, best[1], changes)

    def _takes(self, asked: Preferences, style: Style, seeds: Sequence[int]) -> list[Take]:
        """One draft a seed, all made together, each arranged and measured."""
        sheets = []
        rngs = [luck(seed, "plan") for seed in seeds]
        try:
            plans = [make_plan(asked, style, rng) for rng in rngs]
        except PreferencesError as error:
            raise ComposeError(str(error)) from None
        forms = [self._form(plan, rng) for plan, rng in zip(plans, rngs, strict=True)]
        generator = torch.Generator().manual_seed(seeds[0])
        chords = write_unlike_chords(self.models.chords, plans, forms, rngs, generator)
        for plan, form, tokens, seed in zip(plans, forms, chords, seeds, strict=True):
            sheets.append(Sheet(plan, form, tokens, seed))
        draw_latents(self.models, sheets)
        decode_parts(self.models, sheets)
        return [self._measured(draft_of(sheet)) for sheet in sheets]

    def _form(self, plan: Plan, rng: np.random.Generator) -> Form:
        return plan_form(plan.bars, plan.energy, loop=plan.loop, rng=rng, kind=plan.form, model=self.models.form)

    def _adjusted(self, old: Draft, decision: Adjustment, seed: int) -> Draft:
        """The old draft under the new plan: moved to the other mode, reshaped, parts written anew where needed."""
        sheet = sheet_of(transformed(old, decision))
        if decision.reshaped:
            plan = decision.plan
            form = self._form(plan, luck(old.seed, "form"))
            chords = write_chords(
                self.models.chords, [plan], [form], [luck(old.seed, "chords")], torch.Generator().manual_seed(old.seed)
            )
            sheet = reshaped(sheet, plan, form, chords[0])
            draw_latents(self.models, [sheet])
            decode_parts(self.models, [sheet])
            return draft_of(sheet)
        missing = {role for role in ROLE_ORDER if sheet.plays(role) and role not in sheet.grids}
        anew = (set(decision.rewritten) | missing) & {role for role in ROLE_ORDER if sheet.plays(role)}
        if anew:
            kept = dict(sheet.latents)
            if missing:
                draw_latents(self.models, [sheet])
                sheet.latents.update(kept)
            if decision.rewritten:
                climb(self.models, sheet, decision.rewritten)
            decode_parts(self.models, [sheet], {0: frozenset(anew)})
        return draft_of(sheet)

    def _measured(self, draft: Draft) -> Take:
        score = arrange(draft)
        return Take(draft, score, measure(score), self.index.check(score))

    def _candidate(
        self, take: Take, requested: Preferences, asked: Preferences, notes: Iterable[LimitNote], spent_ms: float
    ) -> Candidate:
        report = {
            "seed": take.draft.seed,
            "style": take.draft.plan.style,
            "requested": requested.to_json(),
            "limits": [vars(note) for note in notes],
            "conflicts": list(requested.conflicts()),
            "measured": take.measured.to_json(),
            "matched": matched(asked, take.measured),
            "originality": take.originality.to_json(),
            "checkpoint": self.models.name,
            "timings_ms": {"compose": round(spent_ms, 1)},
        }
        made = {"by": "Troubadour", "checkpoint": self.models.name, "seed": take.draft.seed,
                "originality": take.originality.to_json(), "draft": take.draft.to_text()}  # fmt: skip
        score = replace(take.score, provenance=json.dumps(made))
        return Candidate(score, write_midi(score), take.draft, report)


def draft_in_midi(data: bytes) -> Draft:
    """The draft inside one of our own MIDI files; ComposeError for any other."""
    try:
        provenance = json.loads(read_midi(data).provenance or "{}")
        return Draft.from_text(provenance["draft"])
    except MidiError as error:
        raise ComposeError(str(error)) from None
    except (ValueError, KeyError, TypeError):
        raise ComposeError(
            "This MIDI file does not carry a plan of Troubadour's; adjust works on pieces that it composed."
        ) from None


def _with_targets(taste: Taste, style: Style) -> Taste:
    """A style made from someone's music is aimed at like a taste; what the listener likes comes first."""
    targets = {name: (value, _STYLE_WEIGHT) for name, value in style.features.items()}
    return replace(taste, targets={**targets, **taste.targets})


def _enough_match(takes: Sequence[Take], asked: Preferences, count: int) -> bool:
    return sum(all(matched(asked, take.measured).values()) for take in takes) >= count


def _with_changes(candidate: Candidate, before: Take, after: Take, changes: Changes) -> Candidate:
    old, new = before.measured.to_json(), after.measured.to_json()
    told = ("tempo_bpm", "key", "meter", "bars", "duration_seconds", "instruments", "has_drums", "rhythmic_intensity",
            "polyphony", "mean_pitch", "mean_velocity", "valence", "energy", "density")  # fmt: skip
    changed = {name: [old[name], new[name]] for name in told if old[name] != new[name]}
    report = {**candidate.report, "asked_changes": changes.to_json(), "changed": changed,
              "followed": dict(followed(changes, before.measured, after.measured))}  # fmt: skip
    return replace(candidate, report=report, changed=tuple(changed))
