"""`python -m generation.train`: from the data sets to the composer's checkpoint. Every stage is kept and resumable.

Stages: corpus, role models, chords, planner, latent GAN, last lessons, norms and kinds of grooves, form, bands of real
music, checkpoint and card.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from generation.bands import bands_of_real_music
from generation.checkpoint import CHECKPOINT_NAME, Models, save_models
from generation.chord_model import ChordModel, ChordModelConfig
from generation.chord_training import progressions
from generation.chord_training import train as train_chords
from generation.conditions import ROLE_ORDER
from generation.corpus import Corpus
from generation.corpus_building import CARD_FILE, CORPUS_FILE, build_corpus
from generation.form_training import learn_form
from generation.gan import Actor, Critics, LatentGanConfig
from generation.groove_kinds import GrooveKinds, GrooveKindsConfig
from generation.groove_kinds_training import learn_kinds
from generation.groove_norms import learn_norms
from generation.latent_table import LatentTable, encode_corpus, unit_latents
from generation.latent_training import train as train_latents
from generation.planner import Planner, PlannerConfig
from generation.planner_training import train as train_planner
from generation.segments import SegmentSet
from generation.source_labels import LICENCES
from generation.vae import RoleVae, RoleVaeConfig
from generation.vae_training import TrainingPlan, keep_state, plan_json, polish, reconstruction, songs_of
from generation.vae_training import train as train_role

DEFAULT_MINUTES = {"drums": 49.0, "bass": 8.0, "melody": 10.0, "comp": 36.0, "counter": 6.0}
# Of the decoder alone, at the end.
POLISH_MINUTES = {"drums": 7.0, "bass": 6.0, "melody": 7.0, "comp": 13.0, "counter": 9.0}
# Parts of many voices need more room in their latents.
BETA = {"drums": 0.012, "bass": 0.03, "melody": 0.03, "comp": 0.02, "counter": 0.03}
# (width of the role models, width and layers of the planner): two CPU cores, hours; one GPU, less.
SIZES = {"small": (256, 192, 4), "large": (512, 384, 8)}
_TEST_SEGMENTS, _UNIT_SEGMENTS = 2048, 8192


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the stages that are not done yet; exit 2 where the data is missing."""
    asked = _parser().parse_args(arguments)
    if not (asked.data / "openewld").is_dir():
        print(f"There are no data sets in {asked.data}; unpack tiers A and B there.", file=sys.stderr)
        return 2
    torch.set_num_threads(asked.threads)
    asked.work.mkdir(parents=True, exist_ok=True)
    corpus = _corpus(asked.data, asked.work)
    measures: dict[str, Any] = {}
    models = {role: _role_model(corpus, role, asked) for role in ROLE_ORDER if role in asked.roles}
    if set(models) != set(ROLE_ORDER):
        print(f"Done with {', '.join(models)}; run again without --roles for the rest.")
        return 0
    _forget_stale(models, asked.work)
    chords = _chord_model(asked, corpus, measures)
    table = cache(lambda: encode_corpus(corpus, models))
    latent = models["drums"].config.latent
    _, width, layers = SIZES[asked.size]
    planner, measures["planner"] = _planner(table, PlannerConfig(latent, width, layers), asked)
    actor, critics, measures["latent_gan"] = _latent_gan(table, LatentGanConfig(latent), asked)
    models = _polished(corpus, models, asked, measures)
    norms = _norms(table, asked.work / "norms.json")
    kinds = _kinds(table, corpus, asked)
    form, measures["form"] = learn_form(asked.data, corpus)
    card = {**_card(asked, corpus, measures), "norms": norms}
    save_models(Models(models, chords, planner, kinds, actor, critics, card, form), asked.out / CHECKPOINT_NAME)
    if (asked.work / CARD_FILE).exists():
        shutil.copyfile(asked.work / CARD_FILE, asked.out / CHECKPOINT_NAME / CARD_FILE)
    print(f"Saved {asked.out / CHECKPOINT_NAME}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generation.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the unpacked sets of tiers A and B")
    parser.add_argument("--work", type=Path, default=Path("build"), help="corpus and training states (default: build)")
    parser.add_argument("--out", type=Path, default=Path("checkpoints"), help="where the checkpoint goes")
    parser.add_argument("--roles", nargs="*", default=list(ROLE_ORDER), choices=ROLE_ORDER, help="train these only")
    parser.add_argument("--minutes", type=float, help="minutes for each role model (default: 6 to 49 by role)")
    parser.add_argument("--polish-minutes", type=float, help="for each decoder alone, at the end (default: 6 to 13)")
    parser.add_argument("--chord-minutes", type=float, default=9.0)
    parser.add_argument("--planner-minutes", type=float, default=126.0)
    parser.add_argument("--gan-minutes", type=float, default=10.0)
    parser.add_argument("--size", default="small", choices=SIZES, help="small for two CPU cores, large for a GPU")
    parser.add_argument("--device", default="cpu", help="where role models and planner learn: cpu, cuda")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _corpus(data: Path, work: Path) -> Corpus:
    path = work / CORPUS_FILE
    if not path.exists():
        build_corpus(data, path)
    return Corpus.load(path)


def _role_model(corpus: Corpus, role: str, asked: argparse.Namespace) -> RoleVae:
    model = train_role(corpus, RoleVaeConfig(role, hidden=SIZES[asked.size][0]), _plan(role, asked),
                       asked.work / f"{role}.pt")  # fmt: skip
    model.settle(*unit_latents(corpus, model, songs_of(corpus, "train"), _UNIT_SEGMENTS, asked.seed))
    return model


def _forget_stale(models: Mapping[str, RoleVae], work: Path) -> None:
    """Drops the stages after the role models where those have learned on since: their latents mean something else."""
    digest = hashlib.sha256()
    for role in ROLE_ORDER:
        for name, value in sorted(models[role].state_dict().items()):
            if name.startswith(("encoder", "to_")):
                digest.update(value.numpy().tobytes())
    stamp = work / "latents.txt"
    if stamp.exists() and stamp.read_text("utf-8") != digest.hexdigest():
        print("The role models have learned on; planner, latent GAN, norms, kinds and last lessons are learned anew.")
        stale = [work / name for name in ("planner.pt", "gan.pt", "norms.json", "kinds.pt")]
        for path in (*stale, *work.glob("*.polished.pt")):
            path.unlink(missing_ok=True)
    stamp.write_text(digest.hexdigest(), "utf-8")


def _plan(role: str, asked: argparse.Namespace) -> TrainingPlan:
    minutes = asked.minutes or DEFAULT_MINUTES[role]
    return TrainingPlan(minutes=minutes, beta=BETA[role], seed=asked.seed, device=asked.device)


def _polished(
    corpus: Corpus, models: Mapping[str, RoleVae], asked: argparse.Namespace, measures: dict[str, Any]
) -> dict[str, RoleVae]:
    """The role models after their decoders' last lessons, measured on the test tenth."""
    done = {}
    for role, model in models.items():
        plan = replace(_plan(role, asked), minutes=asked.polish_minutes or POLISH_MINUTES[role])
        done[role] = polish(corpus, model, plan, asked.work / f"{role}.polished.pt")
        test = SegmentSet(corpus, role, songs_of(corpus, "test"))
        measures[role] = {
            **reconstruction(done[role], test, _TEST_SEGMENTS),
            "without_classes": reconstruction(done[role], test, _TEST_SEGMENTS, told=False),
            "plan": plan_json(_plan(role, asked)), "polish_minutes": plan.minutes,
        }  # fmt: skip
        print(f"{role}: {measures[role]}", flush=True)
    return done


def _chord_model(asked: argparse.Namespace, corpus: Corpus, measures: dict[str, Any]) -> ChordModel:
    path = asked.work / "chords.pt"
    model = ChordModel(ChordModelConfig())
    if path.exists():
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        measures["chords"] = state["measures"]
    else:
        songs = list(progressions(asked.data, corpus))
        model, measures["chords"] = train_chords(songs, minutes=asked.chord_minutes, seed=asked.seed)
        keep_state({"model": model.state_dict(), "measures": measures["chords"]}, path)
    return model.eval()


def _planner(
    table: Callable[[], LatentTable], config: PlannerConfig, asked: argparse.Namespace
) -> tuple[Planner, dict[str, float]]:
    path = asked.work / "planner.pt"
    state = torch.load(path, weights_only=True) if path.exists() else {"model": None, "measures": {}, "minutes": 0.0}
    done = state["minutes"]
    if done >= asked.planner_minutes:
        planner = Planner(config)
        planner.load_state_dict(state["model"])
        return planner.eval(), state["measures"]

    def keep(weights: Mapping[str, torch.Tensor], minutes: float, measures: Mapping[str, float] | None = None) -> None:
        keep_state({"model": dict(weights), "measures": dict(measures or {}), "minutes": done + minutes}, path)

    left = asked.planner_minutes - done
    planner, figures = train_planner(
        table(), config, minutes=left, keep=keep, start=state["model"], seed=asked.seed, device=asked.device
    )
    figures["minutes"] = asked.planner_minutes
    keep(planner.state_dict(), left, figures)
    return planner, figures


def _latent_gan(
    table: Callable[[], LatentTable], config: LatentGanConfig, asked: argparse.Namespace
) -> tuple[Actor, Critics, dict[str, float]]:
    path = asked.work / "gan.pt"
    if path.exists():
        state = torch.load(path, weights_only=True)
        actor, critics = Actor(config), Critics(config)
        actor.load_state_dict(state["actor"])
        critics.load_state_dict(state["critics"])
        return actor.eval(), critics.eval(), state["measures"]
    actor, critics, figures = train_latents(table(), config, minutes=asked.gan_minutes, seed=asked.seed)
    keep_state({"actor": actor.state_dict(), "critics": critics.state_dict(), "measures": figures}, path)
    return actor, critics, figures


def _kinds(table: Callable[[], LatentTable], corpus: Corpus, asked: argparse.Namespace) -> GrooveKinds:
    path = asked.work / "kinds.pt"
    if not path.exists():
        weights = np.array([song.weight for song in corpus.songs])
        keep_state(dict(learn_kinds(table(), weights, asked.seed).state_dict()), path)
    state = torch.load(path, weights_only=True)
    kinds = GrooveKinds(GrooveKindsConfig(*state["centre"].shape))
    kinds.load_state_dict(state)
    return kinds


def _norms(table: Callable[[], LatentTable], path: Path) -> dict[str, Any]:
    if not path.exists():
        path.write_text(json.dumps(learn_norms(table()).to_json()), "utf-8")
    norms: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return norms


def _card(asked: argparse.Namespace, corpus: Corpus, measures: dict[str, Any]) -> dict[str, Any]:
    songs = Counter(song.dataset for song in corpus.songs)
    corpus_card = asked.work / CARD_FILE
    dropped = json.loads(corpus_card.read_text("utf-8"))["dropped"] if corpus_card.exists() else {}
    return {
        "name": CHECKPOINT_NAME,
        "made": time.strftime("%Y-%m-%d", time.gmtime()),
        "data": {name: {"songs": count, "licence": LICENCES[name]} for name, count in sorted(songs.items())},
        "chord_data": {name: LICENCES[name] for name in ("mcgill_billboard", "jazz_progressions", "free_midi_chords")},
        "dropped": dropped,
        "split": "by piece, 8 : 1 : 1, by the hash of its split key; measures are on the test tenth",
        "seed": asked.seed,
        "machine": f"{asked.device}, {asked.threads} threads; minutes are of wall clock",
        "measures": measures,
        "bands": bands_of_real_music(asked.data, np.random.default_rng(asked.seed), songs_of(corpus, "train")),
    }


if __name__ == "__main__":
    sys.exit(main())
