"""Training and held-out measures of one role model. Resumable: the state is saved every few minutes."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from generation.conditions import CONTEXT_FEATURES, UNKNOWN_ATTRIBUTE
from generation.corpus import Corpus
from generation.roles import ONSET
from generation.segments import Batch, SegmentSet
from generation.thinning import altered
from generation.vae import ROUGH, RoleVae, RoleVaeConfig, kl_divergence

CONTEXT_DROPOUT, ATTRIBUTE_DROPOUT, GROOVE_DROPOUT = 0.15, 0.25, 0.1
# Share of segments whose latent is read off an altered copy, see `thinning`; more when the decoder learns alone.
ALTERED, ALTERED_AT_LAST = 0.25, 0.35
# At last also share of segments whose latent is rough, up to so much noise, as what the planner draws is rough.
ROUGH_AT_LAST, ROUGHEST = 0.35, 0.9
_LAST_RATE = 6e-4


@dataclass(frozen=True)
class TrainingPlan:
    """How long and how hard one role model trains. beta weighs the KL; parts with many voices need more room."""

    minutes: float = 15.0
    batch: int = 128
    learning_rate: float = 1.5e-3
    beta: float = 0.03
    free_nats: float = 8.0
    warm_up: float = 0.15
    seed: int = 1
    device: str = "cpu"


def split_of(split_key: str) -> str:
    """Which part a piece belongs to, by its key: "train", "valid" or "test", 8 : 1 : 1, the same on every machine."""
    tenth = int(hashlib.sha256(split_key.encode()).hexdigest(), 16) % 10
    return {0: "test", 1: "valid"}.get(tenth, "train")


def songs_of(corpus: Corpus, split: str) -> frozenset[str]:
    return frozenset(song.name for song in corpus.songs if split_of(song.split_key) == split)


@dataclass(frozen=True)
class Tensors:
    """A `Batch` as tensors."""

    grid: Tensor
    offsets: Tensor | None
    conditions: Tensor
    groove: Tensor
    attributes: Tensor

    @classmethod
    def of(cls, batch: Batch, device: torch.device | str = "cpu") -> Tensors:
        def tensor(values: np.ndarray) -> Tensor:
            return torch.from_numpy(values).to(device)

        offsets = None if batch.offsets is None else tensor(batch.offsets)
        return cls(tensor(batch.grid), offsets, tensor(batch.conditions).float(), tensor(batch.groove),
                   tensor(batch.attributes))  # fmt: skip


def train(
    corpus: Corpus, config: RoleVaeConfig, plan: TrainingPlan, state_path: Path, say: Callable[[str], None] = print
) -> RoleVae:
    """Trains one role model for `plan.minutes` in all, going on from `state_path` where it exists."""
    torch.manual_seed(plan.seed)
    rng = np.random.default_rng(plan.seed)
    model = RoleVae(config).to(plan.device)
    optimizer = torch.optim.Adam(model.parameters(), plan.learning_rate)
    segments = SegmentSet(corpus, config.role, songs_of(corpus, "train"))
    held_out = SegmentSet(corpus, config.role, songs_of(corpus, "valid"))
    step, spent = _resume(state_path, model, optimizer)
    begun = step
    say(f"{config.role}: {len(segments)} windows to learn, {len(held_out)} held out, {spent / 60:.1f} min done")
    began, last_save, running = time.monotonic() - spent, time.monotonic(), 0.0
    model.train()
    while (elapsed := time.monotonic() - began) < plan.minutes * 60:
        progress = elapsed / (plan.minutes * 60)
        _set_rate(optimizer, plan, progress)
        batch = segments.sample(plan.batch, rng)
        shown, changed = _altered(config.role, batch, ALTERED, plan, rng)
        loss = _loss(model, Tensors.of(batch, plan.device), shown, changed, plan, progress)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        running += (loss.item() - running) / min(step, 100)
        if step % 500 == 0:
            say(f"{config.role}: step {step}, {elapsed / 60:.1f} min, loss {running:.2f}")
        if time.monotonic() - last_save > 120:
            _save(state_path, model, optimizer, step, elapsed)
            last_save = time.monotonic()
            say(f"{config.role}: {reconstruction(model, held_out, 512)}")
    if step > begun:
        _save(state_path, model, optimizer, step, plan.minutes * 60)
    return model.cpu().eval()


def polish(
    corpus: Corpus, model: RoleVae, plan: TrainingPlan, state_path: Path, say: Callable[[str], None] = print
) -> RoleVae:
    """The decoder goes on learning alone for `plan.minutes`, more of it to obey, and to make music of rough latents;
    latents stay what they are.

    So it can run while the planner learns those latents. What was done before is in `state_path`, and counts.
    """
    done = 0.0
    if state_path.exists():
        state = torch.load(state_path, weights_only=True)
        model.load_state_dict(state["model"])
        done = state["minutes"]
    left = plan.minutes - done
    if left <= 0:
        return model.eval()
    torch.manual_seed(plan.seed)
    rng = np.random.default_rng(plan.seed + 1 + int(done))
    learning = [value for name, value in model.named_parameters() if not name.startswith(("encoder", "to_"))]
    optimizer = torch.optim.Adam(learning, _LAST_RATE)
    segments = SegmentSet(corpus, model.config.role, songs_of(corpus, "train"))
    plan = replace(plan, learning_rate=_LAST_RATE, beta=0.0)
    began = time.monotonic()
    model.to(plan.device).train()
    while (elapsed := time.monotonic() - began) < left * 60:
        _set_rate(optimizer, plan, elapsed / (left * 60))
        batch = segments.sample(plan.batch, rng)
        shown, changed = _altered(model.config.role, batch, ALTERED_AT_LAST, plan, rng)
        loss = _loss(model, Tensors.of(batch, plan.device), shown, changed, plan, 1.0, rough=ROUGH_AT_LAST)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
    keep_state({"model": model.state_dict(), "minutes": plan.minutes}, state_path)
    say(f"{model.config.role}: polished for {plan.minutes} min")
    return model.cpu().eval()


def reconstruction(
    model: RoleVae, segments: SegmentSet, size: int, seed: int = 5, *, told: bool = True
) -> dict[str, float]:
    """Held-out segments encoded to their mean and decoded freely: share of steps right, F1 of (onset, pitch), KL.

    A step is right when all its voices are. told: the bars' attribute classes are given, as in composing.
    """
    was_training = model.training
    model.eval()
    rng = np.random.default_rng(seed)
    right = steps = 0
    hits = claimed = real = 0.0
    divergence = []
    with torch.inference_mode():
        for _ in range(math.ceil(size / 128)):
            batch = Tensors.of(segments.sample(128, rng), next(model.parameters()).device)
            mean, log_variance = model.encode(batch.grid, batch.conditions)
            classes = batch.attributes if told else torch.full_like(batch.attributes, UNKNOWN_ATTRIBUTE)
            decoded, _ = model.decode(mean, batch.conditions, batch.groove, classes)
            divergence.append(kl_divergence(mean, log_variance).mean().item())
            same, there, here = _compare(model.config.role, decoded, batch.grid)
            right += int(same.sum())
            steps += same.numel()
            hits += float((there & here & _same_pitch(model.config.role, decoded, batch.grid)).sum())
            claimed += float(here.sum())
            real += float(there.sum())
    model.train(was_training)
    return {
        "steps_right": round(right / steps, 4),
        "onset_pitch_f1": round(2 * hits / max(1.0, claimed + real), 4),
        "kl_nats": round(float(np.mean(divergence)), 2),
    }


def plan_json(plan: TrainingPlan) -> dict[str, Any]:
    return asdict(plan)


def _altered(
    role: str, batch: Batch, share: float, plan: TrainingPlan, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    shown, changed = altered(role, batch.grid, share, rng)
    return torch.from_numpy(shown).to(plan.device), torch.from_numpy(changed).to(plan.device)


def _loss(
    model: RoleVae, batch: Tensors, shown: Tensor, changed: Tensor, plan: TrainingPlan, progress: float, *,
    rough: float = 0.0,
) -> Tensor:  # fmt: skip
    """Loss of giving back `batch` from the latents of `shown`, which is another in the rows that are `changed` (N,).

    rough: share of the rows whose latents are spoiled; the decoder is told so by `vae.ROUGH`.
    """
    conditions, groove, attributes = _with_dropout(batch)
    # Half precision on the recurrent layers is two and a half times as fast here and changes no figure that was seen.
    with torch.autocast(batch.grid.device.type, torch.bfloat16):
        with torch.set_grad_enabled(plan.beta > 0):  # nothing to learn for an encoder whose latents may not move
            mean, log_variance = model.encode(shown, batch.conditions)
        latent = mean + torch.randn_like(mean) * (0.5 * log_variance).exp()
        # The encoder is not to mend what was changed: it reads, the decoder obeys.
        latent = torch.where(changed[:, None], latent.detach(), latent)
        spoiled = (torch.rand(len(latent), device=latent.device) < rough) & ~changed
        noise = ROUGHEST * torch.rand(len(latent), 1, device=latent.device) * torch.randn_like(latent)
        latent = latent + noise * spoiled[:, None]
        logits = model(latent, batch.grid, conditions, groove, attributes, changed.float() + ROUGH * spoiled)
    beta = plan.beta * min(1.0, progress / plan.warm_up)
    divergence = kl_divergence(mean, log_variance).clamp(min=plan.free_nats) * ~changed
    return (model.reconstruction_loss(logits.float(), batch.grid, batch.offsets) + beta * divergence).mean()


def _with_dropout(batch: Tensors) -> tuple[Tensor, Tensor, Tensor]:
    """Conditions that are hidden at times, so that the model plays with any of them missing."""
    n, device = len(batch.groove), batch.groove.device
    conditions = batch.conditions.clone()
    conditions[torch.rand(n, device=device) < CONTEXT_DROPOUT, :, -CONTEXT_FEATURES:] = 0
    groove = torch.where(torch.rand(n, device=device) < GROOVE_DROPOUT, 0, batch.groove)
    hidden = torch.rand(n, 1, batch.attributes.shape[-1], device=device) < ATTRIBUTE_DROPOUT
    return conditions, groove, torch.where(hidden, UNKNOWN_ATTRIBUTE, batch.attributes)


def _compare(role: str, decoded: Tensor, real: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """(steps right, real onsets, decoded onsets), booleans over steps or steps x slots."""
    if role == "drums":
        there, here = real > 0, decoded > 0
        return (there == here).all(-1), there, here
    if role == "comp":
        return (decoded == real).all(-1), real == 1, decoded == 1
    return decoded == real, real >= ONSET, decoded >= ONSET


def _same_pitch(role: str, decoded: Tensor, real: Tensor) -> Tensor:
    return torch.ones_like(real, dtype=torch.bool) if role in ("drums", "comp") else decoded == real


def _set_rate(optimizer: torch.optim.Optimizer, plan: TrainingPlan, progress: float) -> None:
    rate = plan.learning_rate * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))
    for group in optimizer.param_groups:
        group["lr"] = rate


def _resume(path: Path, model: RoleVae, optimizer: torch.optim.Optimizer) -> tuple[int, float]:
    if not path.exists():
        return 0, 0.0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return state["step"], state["spent_seconds"]


def _save(path: Path, model: RoleVae, optimizer: torch.optim.Optimizer, step: int, spent: float) -> None:
    keep_state(
        {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent_seconds": spent}, path
    )


def keep_state(state: dict[str, Any], path: Path) -> None:
    """Saves a stage's state so that an interruption leaves the old one or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)
