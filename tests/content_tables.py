"""The figures of the built-in content, as the clinical source has them.

Written once from it and read from nowhere else, so a mistyped dose in a data file fails in
`tests/test_content.py`.
"""

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
