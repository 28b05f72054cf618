"""The built-in content: its figures, its wording and its ladders.

The tables below were written once from the clinical source and are not read from anywhere else, so
a mistyped dose in a data file fails here.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from hiprehab.core.model import Dose, DoseKind, Exercise, Pack, Phase, Routine, SideRule
from hiprehab.storage.library import load_tree

DATA = Path(__file__).resolve().parent.parent / "data"
MOVE_S, SWITCH_S = 12, 8
CLAIMS = re.compile(
    r"\b(?:treat|cure[sd]?\b|curing|prevent|diagnos|heals\b|guarantee)", re.IGNORECASE
)

# The steps back to running: rounds, minutes run, minutes walked in each.
STEPS = [
    (1, 0, 30), (10, 0.5, 2), (6, 1, 4), (6, 2, 3), (6, 3, 2), (6, 4, 1),
    (4, 6, 1), (3, 8, 1), (2, 13, 2), (1, 20, 5), (1, 25, 5), (1, 30, 0),
]  # fmt: skip
MOTIONS = {"easy-run": "run-walk-interval"}

# Per exercise: side, highest pain, then its levels, easiest first.
LADDERS = {
    "adductor-squeeze": (
        "both 5: 1x5x5s gap 5 rest 45; 1x8x10s gap 10 rest 45; 1x10x30s gap 15 rest 60"
    ),
    "ball-massage-glute": "each 5: 1x30s rest 20; 1x60s rest 20; 2x60s rest 20",
    "bent-knee-fallout": "each 5: 1x8 3-1-3 rest 20",
    "bird-dog": "alternating 5: 1x6 2-2-2 rest 30; 2x8 2-3-2 rest 30; 3x10 2-5-2 rest 45",
    "bridge": "both 5: 1x10 2-1-2 rest 45; 3x10 2-2-2 rest 45; 3x15 2-3-3 rest 60",
    "butterfly-stretch": "both 5: 1x2x30s gap 10 rest 20",
    "calf-raise": "both 5: 2x10 2-1-2 rest 30; 3x15 2-1-3 rest 45; 3x20 2-1-3 rest 45",
    "calf-stretch-wall": "each 5: 1x2x30s gap 10 rest 10",
    "cat-cow": "both 5: 1x8 3-3 rest 20",
    "clamshell": "each 5: 2x10 2-1-2 rest 45; 3x12 2-1-2 rest 45; 3x15 2-2-3 rest 60",
    "copenhagen-short-lever": (
        "each 5: 1x2x10s gap 15 rest 60; 1x2x20s gap 20 rest 60; 2x6 3-3 rest 75"
    ),
    "easy-walk": "alternating 5: 1x300s rest 0",
    "figure-four-seated": "each 5: 1x2x25s gap 5 rest 10",
    "figure-four-supine": "each 5: 1x2x30s gap 10 rest 15",
    "foam-roll-glutes": "each 5: 1x30s rest 20; 1x60s rest 20; 2x60s rest 20",
    "foam-roll-lateral-thigh": "each 5: 1x30s rest 20; 1x60s rest 20; 2x60s rest 20",
    "foam-roll-quads": "both 5: 1x30s rest 20; 1x60s rest 20; 2x60s rest 20",
    "half-kneeling-hip-flexor-stretch": "each 5: 1x2x30s gap 10 rest 15",
    "hamstring-stretch-seated": "each 5: 1x2x30s gap 10 rest 15",
    "hamstring-stretch-strap": "each 5: 1x2x30s gap 10 rest 15",
    "heat-pack": "each 5: 1x600s rest 0; 1x900s rest 0; 1x1200s rest 0",
    "heel-slide": "each 5: 1x10 2-1-2 rest 20",
    "hip-hinge": "both 5: 2x8 3-2 rest 45; 3x10 3-2 rest 60; 3x12 3-1-2 rest 60",
    "ice-pack": "each 5: 1x600s rest 0; 1x900s rest 0; 1x1200s rest 0",
    "isometric-hip-flexion": (
        "each 2: 1x5x5s gap 5 rest 20; 1x5x10s gap 5 rest 20; 1x5x30s gap 20 rest 30"
    ),
    "lateral-step-down": "each 5: 2x6 3-2 rest 60; 3x8 3-2 rest 60; 3x10 4-2 rest 60",
    "leg-swing-front-back": "each 5: 1x12 1-1 rest 15",
    "leg-swing-side": "each 5: 1x12 1-1 rest 15",
    "legs-up-rest": "both 5: 1x180s rest 0",
    "long-lever-bridge-hold": (
        "both 3: 1x4x20s gap 20 rest 60; 1x4x30s gap 20 rest 60; 1x5x45s gap 30 rest 60"
    ),
    "lunge-with-twist": "alternating 5: 1x6 2-1-2 rest 20",
    "march-in-place": "alternating 5: 1x60s rest 20",
    "mini-squat": "both 5: 1x10 3-2 rest 45; 3x10 3-1-2 rest 45; 3x15 3-1-2 rest 60",
    "offset-bridge": "each 5: 1x5 3-1-3 rest 45; 2x8 3-2-3 rest 60; 2x10 3-2-3 rest 60",
    "offset-squat": "each 5: 1x5 3-1-3 rest 45; 2x8 3-1-3 rest 60; 2x10 3-1-3 rest 60",
    "pelvic-tilt": "both 5: 1x10 2-2-2 rest 20",
    "plank-forearm": (
        "both 5: 1x3x15s gap 15 rest 30; 1x3x30s gap 20 rest 30; 1x3x60s gap 30 rest 45"
    ),
    "prone-hip-extension": "each 5: 2x8 2-1-2 rest 30; 3x10 2-2-2 rest 45; 3x12 2-3-2 rest 45",
    "quad-stretch-standing": "each 5: 1x2x30s gap 10 rest 15",
    "quadruped-rock-back": "both 5: 1x10 2-1-2 rest 20",
    "run-walk-interval": "alternating 2: 6x300s rest 0",
    "seated-march": "alternating 5: 1x10 1-1-1 rest 20",
    "side-lying-adduction": "each 5: 2x8 2-1-2 rest 45; 3x10 2-1-2 rest 45; 3x12 3-1-3 rest 60",
    "side-lying-leg-raise": "each 5: 2x8 2-1-2 rest 60; 3x10 2-1-3 rest 60; 3x12 2-2-3 rest 60",
    "side-plank-full": (
        "each 5: 1x3x15s gap 15 rest 45; 1x3x30s gap 15 rest 45; 1x3x45s gap 20 rest 60"
    ),
    "side-plank-knees": (
        "each 5: 1x3x10s gap 10 rest 30; 1x3x20s gap 10 rest 30; 1x3x30s gap 15 rest 45"
    ),
    "side-step": "alternating 5: 1x10 1-1 rest 30; 1x15 1-1 rest 30; 2x10 2-2 rest 45",
    "single-knee-to-chest": "each 5: 1x3x15s gap 5 rest 10",
    "single-leg-bridge": "each 5: 2x6 2-1-2 rest 60; 3x8 2-1-3 rest 60; 3x12 2-2-3 rest 75",
    "single-leg-deadlift": "each 5: 2x5 3-2 rest 60; 3x8 3-2 rest 75; 3x10 3-1-2 rest 75",
    "single-leg-squat": "each 5: 2x5 3-2 rest 60; 3x8 3-2 rest 75; 3x12 3-1-2 rest 75",
    "single-leg-stance": (
        "each 5: 1x3x10s gap 10 rest 20; 1x3x20s gap 10 rest 20; 1x3x30s gap 10 rest 20"
    ),
    "sit-to-stand": "both 5: 2x6 2-2 rest 60; 3x10 2-3 rest 60; 3x15 2-1-3 rest 60",
    "split-squat": "each 5: 2x6 3-2 rest 60; 3x8 3-2 rest 60; 3x12 3-1-2 rest 75",
    "standing-adductor-stretch": "each 5: 1x2x25s gap 10 rest 15",
    "standing-band-hip-flexion": (
        "each 5: 2x8 2-1-2 rest 60; 3x10 3-2-3 rest 60; 3x12 3-2-3 rest 75"
    ),
    "standing-hip-abduction": "each 5: 2x8 2-1-2 rest 30; 3x10 2-1-2 rest 45; 3x12 2-2-2 rest 45",
    "standing-hip-flexor-stretch": "each 5: 1x2x25s gap 5 rest 10",
    "standing-isometric-abduction": (
        "both 5: 1x3x5s gap 5 rest 20; 1x4x10s gap 5 rest 20; 1x5x15s gap 5 rest 20"
    ),
    "stationary-cycling": "alternating 5: 1x900s rest 0",
    "step-up": "each 5: 2x6 2-2 rest 60; 3x8 2-3 rest 60; 3x12 2-1-3 rest 60",
    "supine-isometric-abduction": (
        "both 5: 1x3x5s gap 5 rest 20; 1x4x8s gap 5 rest 20; 1x5x10s gap 5 rest 20"
    ),
    "supine-knee-rocks": "alternating 5: 1x10 2-2 rest 20",
    "yin-dragon": "each 2: 1x1x120s gap 0 rest 30",
    "yin-reclined-butterfly": "both 2: 1x1x180s gap 0 rest 45",
    "yin-wide-knee-child": "both 2: 1x1x120s gap 0 rest 30",
}

# Per routine and variant: the items in order with the dose after the item's overrides.
ITEMS = {
    "pre-run-warm-up standard": [
        "easy-walk alternating 1x180s rest 20",
        "march-in-place alternating 1x45s rest 20",
        "leg-swing-front-back each 1x10 1-1 rest 10",
        "leg-swing-side each 1x10 1-1 rest 10",
        "lunge-with-twist alternating 1x5 2-1-2 rest 15",
        "side-step alternating 1x10 1-1 rest 10",
    ],
    "post-run-stretch standard": [
        "easy-walk alternating 1x180s rest 20",
        "half-kneeling-hip-flexor-stretch each 1x2x30s gap 5 rest 10",
        "figure-four-supine each 1x2x30s gap 5 rest 10",
        "hamstring-stretch-strap each 1x2x30s gap 5 rest 10",
        "quad-stretch-standing each 1x1x30s gap 0 rest 10",
        "butterfly-stretch both 1x2x30s gap 10 rest 15",
        "calf-stretch-wall each 1x1x30s gap 0 rest 10",
    ],
    "daily-hip-mobility standard": [
        "pelvic-tilt both 1x8 2-2-2 rest 10",
        "bent-knee-fallout each 1x8 2-1-2 rest 10",
        "supine-knee-rocks alternating 1x8 2-2 rest 10",
        "cat-cow both 1x8 3-3 rest 10",
        "quadruped-rock-back both 1x8 2-1-2 rest 10",
        "standing-hip-flexor-stretch each 1x1x25s gap 0 rest 10",
    ],
    "glute-strength-a L1": [
        "clamshell each 2x10 2-1-2 rest 45",
        "bridge both 3x10 2-2-2 rest 45",
        "side-lying-leg-raise each 2x8 2-1-2 rest 60",
        "side-step alternating 1x10 1-1 rest 30",
        "single-leg-stance each 1x3x10s gap 10 rest 20",
    ],
    "glute-strength-a L2": [
        "side-lying-leg-raise each 3x10 2-1-3 rest 60",
        "offset-bridge each 2x8 3-2-3 rest 60",
        "side-step alternating 2x10 2-2 rest 45",
        "step-up each 2x6 2-2 rest 60",
        "side-plank-knees each 1x3x10s gap 10 rest 30",
        "single-leg-stance each 1x3x20s gap 10 rest 20",
    ],
    "glute-strength-a L3": [
        "single-leg-bridge each 3x8 2-1-3 rest 60",
        "side-lying-leg-raise each 3x12 2-2-3 rest 60",
        "single-leg-squat each 3x8 3-2 rest 75",
        "side-step alternating 2x10 2-2 rest 45",
        "side-plank-knees each 1x3x30s gap 15 rest 45",
    ],
    "glute-strength-b L1": [
        "pelvic-tilt both 1x10 2-2-2 rest 15",
        "bird-dog alternating 1x6 2-2-2 rest 30",
        "plank-forearm both 1x3x15s gap 15 rest 30",
        "sit-to-stand both 2x6 2-2 rest 60",
        "calf-raise both 2x10 2-1-2 rest 30",
    ],
    "glute-strength-b L2": [
        "bird-dog alternating 2x8 2-3-2 rest 30",
        "plank-forearm both 1x3x30s gap 20 rest 30",
        "mini-squat both 3x10 3-1-2 rest 45",
        "hip-hinge both 2x8 3-2 rest 45",
        "calf-raise both 3x15 2-1-3 rest 45",
    ],
    "glute-strength-b L3": [
        "plank-forearm both 1x3x60s gap 30 rest 45",
        "split-squat each 3x8 3-2 rest 60",
        "single-leg-deadlift each 2x5 3-2 rest 60",
        "side-plank-full each 1x3x15s gap 15 rest 45",
        "calf-raise both 3x20 2-1-3 rest 45",
    ],
    "desk-break-5 standard": [
        "standing-hip-flexor-stretch each 1x1x20s gap 0 rest 5",
        "sit-to-stand both 1x6 2-2 rest 10",
        "seated-march alternating 1x8 1-1-1 rest 10",
        "figure-four-seated each 1x1x20s gap 0 rest 5",
        "calf-raise both 1x10 1-1-2 rest 10",
    ],
    "gluteal-tendinopathy-starter week1": [
        "supine-isometric-abduction both 1x4x8s gap 5 rest 15",
        "standing-isometric-abduction both 1x4x10s gap 5 rest 15",
        "bridge both 1x10 2-1-2 rest 30",
        "mini-squat both 1x10 3-3 rest 30",
        "side-step alternating 1x10 2-2 rest 20",
    ],
    "gluteal-tendinopathy-starter week2": [
        "supine-isometric-abduction both 1x4x8s gap 5 rest 15",
        "standing-isometric-abduction both 1x4x10s gap 5 rest 15",
        "bridge both 1x10 3-1-3 rest 30",
        "offset-bridge each 1x5 3-1-3 rest 30",
        "mini-squat both 1x10 3-3 rest 30",
        "offset-squat each 1x5 3-1-3 rest 30",
        "side-step alternating 1x15 2-2 rest 20",
    ],
    "gluteal-tendinopathy-starter weeks3to8": [
        "supine-isometric-abduction both 1x4x8s gap 5 rest 15",
        "standing-isometric-abduction both 1x4x10s gap 5 rest 15",
        "bridge both 1x5 3-1-3 rest 20",
        "offset-bridge each 2x8 3-1-3 rest 45",
        "mini-squat both 1x5 3-3 rest 20",
        "offset-squat each 2x8 3-1-3 rest 45",
        "side-step alternating 2x8 2-2 rest 30",
    ],
    "hip-flexor-recovery stage1": [
        "heel-slide each 1x10 2-1-2 rest 15",
        "isometric-hip-flexion each 1x5x5s gap 5 rest 20",
        "pelvic-tilt both 1x8 2-2-2 rest 15",
        "bridge both 1x10 2-1-2 rest 45",
        "easy-walk alternating 1x300s rest 20",
    ],
    "hip-flexor-recovery stage2": [
        "seated-march alternating 1x10 2-1-2 rest 20",
        "isometric-hip-flexion each 1x5x30s gap 20 rest 30",
        "standing-band-hip-flexion each 2x8 2-1-2 rest 60",
        "bridge both 3x10 2-2-2 rest 45",
        "mini-squat both 1x10 3-2 rest 45",
        "standing-hip-flexor-stretch each 1x1x20s gap 0 rest 10",
    ],
    "hip-flexor-recovery stage3": [
        "standing-band-hip-flexion each 3x10 3-2-3 rest 60",
        "split-squat each 2x6 3-2 rest 60",
        "lunge-with-twist alternating 1x6 2-1-2 rest 20",
        "plank-forearm both 1x3x30s gap 20 rest 30",
        "half-kneeling-hip-flexor-stretch each 1x2x25s gap 5 rest 10",
    ],
    "itbs-runner standard": [
        "side-lying-leg-raise each 3x10 2-1-3 rest 60",
        "bridge both 3x15 2-3-3 rest 60",
        "side-step alternating 2x10 2-2 rest 45",
        "lateral-step-down each 2x6 3-2 rest 60",
        "side-plank-knees each 1x3x10s gap 10 rest 30",
        "half-kneeling-hip-flexor-stretch each 1x1x30s gap 0 rest 10",
        "foam-roll-lateral-thigh each 1x45s rest 20",
    ],
    "hip-oa-starter level1": [
        "stationary-cycling alternating 1x300s rest 20",
        "pelvic-tilt both 1x8 2-1-2 rest 15",
        "bridge both 1x10 2-1-2 rest 45",
        "sit-to-stand both 2x6 2-2 rest 60",
        "standing-hip-abduction each 2x8 2-1-2 rest 30",
        "single-leg-stance each 1x3x10s gap 10 rest 20",
        "standing-hip-flexor-stretch each 1x1x25s gap 0 rest 10",
    ],
    "hip-oa-starter level2": [
        "stationary-cycling alternating 1x600s rest 20",
        "bridge both 3x10 2-2-2 rest 45",
        "sit-to-stand both 3x10 2-3 rest 60",
        "standing-hip-abduction each 3x10 2-1-2 rest 45",
        "step-up each 2x6 2-2 rest 60",
        "mini-squat both 1x10 3-2 rest 45",
        "single-leg-stance each 1x3x20s gap 10 rest 20",
    ],
    "hip-oa-starter level3": [
        "stationary-cycling alternating 1x600s rest 20",
        "offset-bridge each 2x8 3-2-3 rest 60",
        "mini-squat both 3x10 3-1-2 rest 45",
        "step-up each 3x8 2-3 rest 60",
        "side-step alternating 2x10 2-2 rest 45",
        "single-leg-stance each 1x3x30s gap 10 rest 20",
    ],
    "fai-friendly level1": [
        "bird-dog alternating 1x6 2-2-2 rest 30",
        "bridge both 3x10 2-2-2 rest 45",
        "clamshell each 2x10 2-1-2 rest 45",
        "prone-hip-extension each 2x8 2-1-2 rest 30",
        "plank-forearm both 1x3x15s gap 15 rest 30",
        "half-kneeling-hip-flexor-stretch each 1x1x25s gap 0 rest 10",
    ],
    "fai-friendly level2": [
        "single-leg-bridge each 2x6 2-1-2 rest 60",
        "side-lying-leg-raise each 3x10 2-1-3 rest 60",
        "mini-squat both 3x10 3-1-2 rest 45",
        "side-plank-knees each 1x3x10s gap 10 rest 30",
        "standing-band-hip-flexion each 2x8 2-1-2 rest 60",
        "side-step alternating 2x10 2-2 rest 45",
    ],
    "fai-friendly level3": [
        "single-leg-deadlift each 2x5 3-2 rest 60",
        "step-up each 3x8 2-3 rest 60",
        "side-plank-full each 1x3x15s gap 15 rest 45",
        "standing-band-hip-flexion each 3x10 3-2-3 rest 60",
        "single-leg-squat each 2x5 3-2 rest 60",
    ],
    "groin-starter level1": [
        "adductor-squeeze both 1x5x5s gap 5 rest 45",
        "bent-knee-fallout each 1x8 2-1-2 rest 15",
        "bridge both 1x10 2-1-2 rest 45",
        "plank-forearm both 1x3x15s gap 15 rest 30",
        "side-step alternating 1x10 1-1 rest 30",
    ],
    "groin-starter level2": [
        "adductor-squeeze both 1x8x10s gap 10 rest 45",
        "side-lying-adduction each 3x10 2-1-2 rest 45",
        "standing-hip-abduction each 3x10 2-1-2 rest 45",
        "plank-forearm both 1x3x30s gap 20 rest 30",
        "single-leg-stance each 1x3x20s gap 10 rest 20",
    ],
    "groin-starter level3": [
        "copenhagen-short-lever each 1x2x10s gap 15 rest 60",
        "side-lying-adduction each 3x12 3-1-3 rest 60",
        "split-squat each 2x6 3-2 rest 60",
        "side-plank-knees each 1x3x20s gap 10 rest 30",
        "standing-adductor-stretch each 1x1x25s gap 0 rest 10",
    ],
    "proximal-hamstring-starter stage1": [
        "long-lever-bridge-hold both 1x4x20s gap 20 rest 60",
        "bridge both 3x10 2-2-2 rest 45",
        "bird-dog alternating 1x6 2-2-2 rest 30",
        "calf-raise both 2x10 2-1-2 rest 30",
    ],
    "proximal-hamstring-starter stage2": [
        "long-lever-bridge-hold both 1x4x30s gap 20 rest 60",
        "single-leg-bridge each 2x6 2-1-2 rest 60",
        "prone-hip-extension each 3x10 2-2-2 rest 45",
        "hip-hinge both 2x8 3-2 rest 45",
        "plank-forearm both 1x3x30s gap 20 rest 30",
    ],
    "proximal-hamstring-starter stage3": [
        "single-leg-bridge each 3x8 2-1-3 rest 60",
        "hip-hinge both 3x10 3-2 rest 60",
        "single-leg-deadlift each 2x5 3-2 rest 60",
        "step-up each 3x8 2-3 rest 60",
        "split-squat each 2x6 3-2 rest 60",
    ],
    "yin-hips standard": [
        "yin-reclined-butterfly both 1x1x180s gap 0 rest 30",
        "figure-four-supine each 1x1x120s gap 0 rest 20",
        "yin-dragon each 1x1x120s gap 0 rest 20",
        "yin-wide-knee-child both 1x1x120s gap 0 rest 20",
        "legs-up-rest both 1x180s rest 0",
    ],
    "yin-hips five-minute-holds": [
        "yin-reclined-butterfly both 1x1x300s gap 0 rest 45",
        "figure-four-supine each 1x1x180s gap 0 rest 30",
        "legs-up-rest both 1x300s rest 0",
    ],
    "roll-and-release standard": [
        "foam-roll-quads both 1x60s rest 20",
        "foam-roll-lateral-thigh each 1x60s rest 20",
        "ball-massage-glute each 1x60s rest 20",
        "easy-walk alternating 1x60s rest 20",
    ],
    "run-walk-return session": [
        "easy-walk alternating 1x300s rest 20",
        "run-walk-interval alternating 6x300s rest 0",
        "easy-walk alternating 1x300s rest 20",
    ],
    "timer-ice 10-min": ["ice-pack both 1x600s rest 0"],
    "timer-ice 15-min": ["ice-pack both 1x900s rest 0"],
    "timer-heat 15-min": ["heat-pack both 1x900s rest 0"],
    "timer-heat 10-min": ["heat-pack both 1x600s rest 0"],
    "timer-heat 20-min": ["heat-pack both 1x1200s rest 0"],
}

# Highest pain of routines whose condition asks for less than their exercises do.
CEILINGS = {"fai-friendly": 3, "groin-starter": 3, "itbs-runner": 3}

# Routines for something that a clinician named.
TEMPLATES = (
    "gluteal-tendinopathy-starter", "hip-flexor-recovery", "itbs-runner", "hip-oa-starter",
    "fai-friendly", "groin-starter", "proximal-hamstring-starter",
)  # fmt: skip

# Seconds in the clinical brief's own accounting: work, rests, 12 s a move, 8 s a side switch.
SECONDS = {
    "pre-run-warm-up standard": 483,
    "post-run-stretch standard": 884,
    "daily-hip-mobility standard": 418,
    "glute-strength-a L1": 975,
    "glute-strength-a L2": 1561,
    "glute-strength-a L3": 2007,
    "glute-strength-b L1": 505,
    "glute-strength-b L2": 1199,
    "glute-strength-b L3": 1468,
    "desk-break-5 standard": 268,
    "gluteal-tendinopathy-starter week1": 352,
    "gluteal-tendinopathy-starter week2": 592,
    "gluteal-tendinopathy-starter weeks3to8": 979,
    "hip-flexor-recovery stage1": 664,
    "hip-flexor-recovery stage2": 1244,
    "hip-flexor-recovery stage3": 1188,
    "itbs-runner standard": 1743,
    "hip-oa-starter level1": 954,
    "hip-oa-starter level2": 2028,
    "hip-oa-starter level3": 2091,
    "fai-friendly level1": 1014,
    "fai-friendly level2": 1591,
    "fai-friendly level3": 1578,
    "groin-starter level1": 358,
    "groin-starter level2": 1336,
    "groin-starter level3": 1208,
    "proximal-hamstring-starter stage1": 660,
    "proximal-hamstring-starter stage2": 1165,
    "proximal-hamstring-starter stage3": 1518,
    "yin-hips standard": 1036,
    "yin-hips five-minute-holds": 1004,
    "roll-and-release standard": 424,
    "run-walk-return session": 2436,
}


def loaded() -> Pack:
    """The built-in pack, or all that is wrong with it."""
    found = load_tree(DATA)
    assert found.pack is not None, "\n".join(map(str, found.problems))
    return found.pack


PACK = loaded()
EXERCISES: dict[str, Exercise] = {one.id: one for one in PACK.exercises}
ROUTINES: dict[str, Routine] = {one.id: one for one in PACK.routines}
PLANS = {
    f"{routine.id} {variant.id}": variant
    for routine in PACK.routines
    for variant in routine.variants
}


def spelled(dose: Dose) -> str:
    """A dose in the short form of the tables."""
    if dose.kind is DoseKind.REPS:
        tempo = "-".join(f"{part.seconds:g}" for part in dose.tempo)
        amount = f"{dose.sets}x{dose.reps[1]} {tempo}"
    elif dose.kind is DoseKind.HOLD:
        amount = f"{dose.sets}x{dose.reps[1]}x{dose.hold_s:g}s gap {dose.rest_reps_s:g}"
    else:
        amount = f"{dose.sets}x{dose.duration_s:g}s"
    return f"{amount} rest {dose.rest_sets_s:g}"


def clinical_seconds(dose: Dose) -> float:
    """One move's time as the clinical brief counts it, without the rest after the last set."""
    assert not isinstance(dose.rest_reps_s, str)
    assert not isinstance(dose.rest_sets_s, str)
    reps, each = dose.reps[1], dose.side is SideRule.EACH
    if dose.kind is DoseKind.REPS:
        work = reps * dose.rep_s
    elif dose.kind is DoseKind.HOLD:
        work = reps * dose.hold_s + (reps - 1) * dose.rest_reps_s
    else:
        work = dose.duration_s
    in_turn = dose.side is SideRule.ALTERNATING and dose.kind is not DoseKind.TIME
    a_set = work * (2 if each or in_turn else 1) + (SWITCH_S if each else 0)
    return dose.sets * a_set + (dose.sets - 1) * dose.rest_sets_s + MOVE_S


def strings(value: Any) -> Iterator[str]:
    """Every text in a value of the model."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)


def test_exercises_are_the_clinical_ones_and_the_running_of_the_steps() -> None:
    assert set(EXERCISES) == {*LADDERS, "easy-run"}


@pytest.mark.parametrize("exercise_id", sorted(LADDERS))
def test_levels_sides_and_ceiling_carry_over(exercise_id: str) -> None:
    exercise = EXERCISES[exercise_id]
    side = {level.dose.side.value for level in exercise.levels}
    doses = "; ".join(spelled(level.dose) for level in exercise.levels)
    assert f"{'/'.join(side)} {exercise.pain_ceiling}: {doses}" == LADDERS[exercise_id]
    assert [level.name for level in exercise.levels] == [
        str(rung + 1) for rung in range(len(exercise.levels))
    ]
    assert exercise.level(exercise.default_level)


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_only_the_middle_of_a_tempo_is_a_hold(exercise_id: str) -> None:
    for level in EXERCISES[exercise_id].levels:
        phases = [part.phase for part in level.dose.tempo]
        assert phases in ([], [Phase.MOVE, Phase.RETURN], [Phase.MOVE, Phase.HOLD, Phase.RETURN])


def test_routines_are_the_clinical_ones() -> None:
    assert {name for name in PLANS if "step-" not in name} == set(ITEMS)


@pytest.mark.parametrize("number", range(12))
def test_the_steps_back_to_running_are_the_clinical_ones(number: int) -> None:
    variant = ROUTINES["run-walk-return"].variants[number]
    assert variant.id == f"step-{number}"
    warm_up, *middle, cool_down = variant.blocks if number else (None, *variant.blocks, None)
    for walk in (warm_up, cool_down):
        assert walk is None or [item.dose.duration_s for item in walk.items] == [300]
    (block,) = middle
    parts = {item.exercise: item.dose.duration_s / 60 for item in block.items}
    assert (block.rounds, parts.get("easy-run", 0), parts.get("easy-walk", 0)) == STEPS[number]
    assert [item.exercise for item in block.items] == sorted(parts, key="easy-walk".__eq__)


@pytest.mark.parametrize("plan", sorted(ITEMS))
def test_items_carry_over(plan: str) -> None:
    items = PLANS[plan].items
    found = [f"{item.exercise} {item.dose.side.value} {spelled(item.dose)}" for item in items]
    assert found == ITEMS[plan]


@pytest.mark.parametrize("plan", sorted(SECONDS))
def test_times_stay_near_the_clinical_ones(plan: str) -> None:
    total = sum(clinical_seconds(item.dose) for item in PLANS[plan].items)
    assert total == pytest.approx(SECONDS[plan], rel=0.1)


def test_default_variant_of_a_timer_is_the_usual_one() -> None:
    assert [variant.id for variant in ROUTINES["timer-ice"].variants] == ["10-min", "15-min"]
    heat = [variant.id for variant in ROUTINES["timer-heat"].variants]
    assert heat == ["15-min", "10-min", "20-min"]


@pytest.mark.parametrize("timer", ["timer-ice", "timer-heat"])
def test_a_timer_never_goes_past_twenty_minutes_and_says_so(timer: str) -> None:
    items = [item for variant in ROUTINES[timer].variants for item in variant.items]
    assert max(item.dose.duration_s for item in items) <= 20 * 60
    words = " ".join(strings(ROUTINES[timer]))
    assert "skin at 5 minutes" in words
    assert "20 minutes" in words
    assert "Leave at least" in words


@pytest.mark.parametrize(("timer", "hours"), [("timer-ice", 2), ("timer-heat", 1)])
def test_a_timer_keeps_its_own_rules(timer: str, hours: int) -> None:
    assert ROUTINES[timer].schedule.min_gap_hours == hours
    for variant in ROUTINES[timer].variants:
        for item in variant.items:
            assert (item.dose.most_s, item.dose.check_s) == (1200, 300)
            assert "skin" in item.dose.check


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_an_exercise_says_all_it_has_to(exercise_id: str) -> None:
    exercise = EXERCISES[exercise_id]
    assert 3 <= len(exercise.cues) <= 4
    assert len(exercise.cues[0].split()) <= 12, "the first cue is spoken"
    assert 2 <= len(exercise.faults) <= 3
    assert exercise.motion == MOTIONS.get(exercise_id, exercise_id)
    assert exercise.purpose
    assert exercise.breathing
    assert exercise.evidence
    assert exercise.synonyms
    assert exercise.cautions, "no built-in exercise is without a caution"


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_a_ladder_leads_to_exercises_that_exist(exercise_id: str) -> None:
    exercise = EXERCISES[exercise_id]
    assert {*exercise.easier, *exercise.harder} <= set(EXERCISES) - {exercise_id}


@pytest.mark.parametrize("routine_id", sorted(ROUTINES))
def test_a_routine_says_all_it_has_to(routine_id: str) -> None:
    routine = ROUTINES[routine_id]
    assert routine.summary
    assert routine.for_who
    assert routine.not_for
    assert routine.stop_rules
    assert routine.notes
    assert routine.evidence
    assert routine.schedule.when
    items = [item for variant in routine.variants for item in variant.items]
    ceilings = [EXERCISES[item.exercise].pain_ceiling for item in items]
    lowest = min(ceiling for ceiling in ceilings if ceiling is not None)
    assert routine.pain_ceiling == CEILINGS.get(routine_id, lowest) <= lowest


def test_routines_for_a_condition_are_templates_and_cite() -> None:
    for routine_id in TEMPLATES:
        assert ROUTINES[routine_id].notes[0].startswith("This is a template for clinicians")
        assert ROUTINES[routine_id].sources


def test_all_sixteen_routines_with_their_variants_and_two_timers() -> None:
    timers = {"timer-ice", "timer-heat"}
    assert len(set(ROUTINES) - timers) == 16
    forms = [one for name in set(ROUTINES) - timers for one in ROUTINES[name].variants]
    assert len([one for one in forms if not one.id.startswith("step-")]) == 33


def test_nothing_claims_to_heal() -> None:
    everything = [*PACK.exercises, *PACK.routines]
    assert not [text for one in everything for text in strings(one) if CLAIMS.search(text)]


def test_texts_are_finished_sentences_within_the_limits() -> None:
    whole: list[str] = []
    for exercise in PACK.exercises:
        whole += [*exercise.cues, *exercise.faults, exercise.purpose, exercise.breathing]
        whole += [exercise.evidence]
        whole += [caution.note for caution in exercise.cautions if caution.note]
    for routine in PACK.routines:
        whole += [*routine.notes, *routine.stop_rules, routine.summary, routine.evidence]
    assert not [text for text in whole if not text.endswith(".") or len(text) > 400]
