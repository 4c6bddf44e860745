"""What any queue runs: work as JSON in, candidates as files and JSON out, each as soon as it can be heard.

Compose: {"kind": "compose", "folder", "seed", "plans": [{"preferences", "count", "explores"}], "style", "taste"}.
Adjust: {"kind": "adjust", "folder", "seed", "draft", "changes", "loop", "requested"}.
Either may name the "piece" that it is a version of (see `bot.versions`); playing does not need it.
Told: {"event": "candidate", "index", "title", "files": {kind: path}, "report", "draft", "duration_seconds", "changed"},
or {"event": "failed", "reason", "values"} with a key of `bot.words`. The MP3 is there when the job has ended.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.files import is_disk_full, write_whole
from bot.queue.serve import Perform
from bot.titles import title_of
from bot.words import say
from generation.preferences import Changes, Preferences, PreferencesError, Taste
from generation.style import Style, StyleError
from generation.vocabulary import barred_instruments

if TYPE_CHECKING:
    from generation.composer import Candidate, Composer
    from generation.soundfont import SoundFont
    from generation.synth import Audio

log = logging.getLogger(__name__)

# Two candidates are played at once: rendering and encoding release the interpreter, and small machines have two cores.
_HANDS = 2
_LONGEST_WHY = 300


@dataclass(frozen=True)
class Worker:
    """The composer and the sound, warm. Deterministic: the same work gives the same MIDI bytes."""

    composer: Composer
    soundfont: SoundFont

    def perform(self, work: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Does one job; what goes wrong in a known way is told as "failed", in words."""
        from generation.composer import ComposeError
        from generation.soundfont import SoundError

        try:
            yield from self._perform(work)
        except (ComposeError, SoundError, PreferencesError, StyleError) as error:
            yield _failed("worker_failed", why=str(error)[:_LONGEST_WHY])
        except OSError as error:
            if is_disk_full(error):
                yield _failed("disk_full")
            else:
                yield _failed("not_written", where=str(work.get("folder", "")), why=error.strerror or str(error))

    def _perform(self, work: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        folder = Path(work["folder"])
        index = 0
        later: list[tuple[Path, Audio, dict[str, str]]] = []
        with ThreadPoolExecutor(_HANDS, thread_name_prefix="sound") as hands:
            for candidates, loops in self._takes(work):
                made = [
                    hands.submit(self._finish, candidate, folder, index + number, loops)
                    for number, candidate in enumerate(candidates, start=1)
                ]
                index += len(made)
                for done in made:
                    event, audio = done.result()
                    later.append((Path(event["files"]["mp3"]), audio, tags_of(event["report"], event["title"])))
                    yield event
            # Nobody waits for the MP3, which takes the longest: it is written when all can be heard.
            list(hands.map(_write_mp3, later))

    def _takes(self, work: Mapping[str, Any]) -> Iterator[tuple[list[Candidate], bool]]:
        """The candidates of each plan in turn, and whether they loop."""
        if work["kind"] == "adjust":
            changes = Changes.from_json(work["changes"])
            loops = bool(work.get("loop") if changes.wishes.loop is None else changes.wishes.loop)
            candidate = self.composer.adjust(work["draft"], changes, seed=work["seed"])
            requested = still_requested(candidate.report.get("requested") or {}, work.get("requested") or {}, changes)
            yield [replace(candidate, report={**candidate.report, "requested": requested})], loops
            return
        style = Style.from_json(work["style"]) if work.get("style") else None
        taste = taste_from(work.get("taste") or {})
        for number, plan in enumerate(work["plans"]):
            preferences = Preferences.from_json(plan["preferences"])
            # Another plan of the same job must not repeat the first one's draws.
            seed = work["seed"] + 1000 * number
            found = self.composer.compose(preferences, style=style, taste=taste, candidates=plan["count"], seed=seed)
            yield found, bool(preferences.loop)

    def _finish(self, candidate: Candidate, folder: Path, index: int, loops: bool) -> tuple[dict[str, Any], Audio]:
        """Makes one candidate audible and visible, writes its files but the MP3, and tells of it; its sound."""
        from generation.mastering import encode_opus, master
        from generation.picture import piano_roll
        from generation.synth import SAMPLE_RATE_HZ, render

        timings: dict[str, float] = dict(candidate.report.get("timings_ms") or {})
        title = title_of(candidate.report)
        tags = tags_of(candidate.report, title)
        clock = _Clock(timings)
        audio = clock.time("render", lambda: render(candidate.score, self.soundfont, loops=loops))
        audio = clock.time("master", lambda: master(audio, SAMPLE_RATE_HZ))
        data = {
            "ogg": clock.time("opus", lambda: encode_opus(audio, SAMPLE_RATE_HZ, tags)),
            "png": clock.time("picture", lambda: piano_roll(candidate.score, title)),
            "mid": candidate.midi,
        }
        files = {kind: str(write_whole(folder / f"{index}.{kind}", content)) for kind, content in data.items()}
        files["mp3"] = str(folder / f"{index}.mp3")
        event = {
            "event": "candidate",
            "index": index,
            "title": title,
            "files": files,
            "report": {**candidate.report, "timings_ms": timings},
            "draft": candidate.draft.to_json(),
            "duration_seconds": candidate.score.duration_seconds,
            "changed": list(candidate.changed),
        }
        return event, audio


def tags_of(report: Mapping[str, Any], title: str) -> dict[str, str]:
    """What a sound file says of itself: its title, and what made it from which seed."""
    return {"title": title, "comment": f"Composed by Troubadour ({report['checkpoint']}, seed {report['seed']})"}


def _write_mp3(item: tuple[Path, Audio, dict[str, str]]) -> None:
    from generation.mastering import encode_mp3
    from generation.synth import SAMPLE_RATE_HZ

    path, audio, tags = item
    write_whole(path, encode_mp3(audio, SAMPLE_RATE_HZ, tags))


class _Clock:
    """Adds what each step took to a card's timings, in milliseconds."""

    def __init__(self, timings: dict[str, float]) -> None:
        self._timings = timings

    def time(self, step: str, work: Any) -> Any:
        began = time.perf_counter()
        done = work()
        self._timings[step] = round(1000 * (time.perf_counter() - began), 1)
        return done


def open_warm_worker(settings: dict[str, Any]) -> Perform:
    """`open_worker`, and one short piece played to nobody, so that the first request finds everything loaded."""
    perform = open_worker(settings)
    plan = {"preferences": Preferences(bars=2).to_json(), "count": 1}
    with tempfile.TemporaryDirectory() as folder:
        for event in perform({"kind": "compose", "folder": folder, "seed": 0, "plans": [plan]}):
            if event["event"] == "failed":
                raise RuntimeError(event["values"].get("why") or say(event["reason"], "en", **event["values"]))
    return perform


def open_worker(settings: dict[str, Any]) -> Perform:
    """Loads the composer and finds the soundfont; what it returns performs work. Raises errors in words."""
    import torch

    from generation.composer import Composer
    from generation.soundfont import find_soundfont

    # Recurrent decoding on two threads collapses as soon as anything else runs.
    torch.set_num_threads(1)
    soundfont = find_soundfont(Path(settings["soundfont"]) if settings.get("soundfont") else None)
    if soundfont.warning:
        log.warning("%s", soundfont.warning)
    worker = Worker(Composer.load(Path(settings["checkpoints"])), soundfont)
    return worker.perform


def still_requested(wishes: Mapping[str, Any], before: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """What a changed piece still is of what was asked at first: its instruments, genre, style and scene, and its mood
    while the change leaves the mood alone. So it keeps its name, and what is learned from it keeps its names."""
    kept = ["genres", "style", "scene", "loop"]
    if not {"valence", "energy"} & set(changes.directions):
        kept.append("moods")
    gone = barred_instruments(tuple(wishes.get("without") or ()), tuple(wishes.get("instruments") or ()))
    instruments = dict.fromkeys((*(before.get("instruments") or ()), *(wishes.get("instruments") or ())))
    still = {name: wishes.get(name) or before.get(name) for name in kept}
    return {**wishes, **still, "instruments": [name for name in instruments if name not in gone]}


def taste_to(taste: Taste) -> dict[str, Any]:
    """A taste as JSON, for work that travels."""
    return {"targets": {name: list(pair) for name, pair in taste.targets.items()}, "names": dict(taste.names)}


def taste_from(data: Mapping[str, Any]) -> Taste:
    """The inverse of `taste_to`."""
    targets = {name: (float(value), float(weight)) for name, (value, weight) in (data.get("targets") or {}).items()}
    return Taste(targets, dict(data.get("names") or {}))


def _failed(reason: str, **values: Any) -> dict[str, Any]:
    return {"event": "failed", "reason": reason, "values": values}
