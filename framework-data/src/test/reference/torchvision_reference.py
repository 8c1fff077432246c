"""Prints what torchvision makes of small images, for TorchvisionReferenceTest.

Needs Python with torch and torchvision (the file was made with 2.13.0 and 0.28.0):
    python torchvision_reference.py > ../resources/org/grad4j/data/transform/torchvision.txt

One case a line: name, shape of the input, shape of the output, values. Value i of an input is
(37 i + 11) mod 101, divided by 100.
"""
import torch
from torchvision.transforms import InterpolationMode as Mode
from torchvision.transforms.v2 import functional as F

NEAREST, BILINEAR = Mode.NEAREST, Mode.BILINEAR


def image(c, h, w):
    i = torch.arange(c * h * w, dtype=torch.float32)
    return ((37 * i + 11) % 101 / 100).reshape(c, h, w)


def case(name, shape, function):
    y = function(image(*shape))
    values = " ".join(f"{v:.7g}" for v in y.flatten().tolist())
    print(f"{name}|{' '.join(map(str, shape))}|{' '.join(map(str, y.shape))}|{values}")


def affine(x, mode, angle=0.0, translate=(0, 0), scale=1.0, shear=(0.0, 0.0), center=None):
    return F.affine(x, angle, list(translate), scale, list(shear), mode, None, center)


for mode in (NEAREST, BILINEAR):
    m = mode.name.lower()
    case(f"resize up {m}", (2, 3, 4), lambda x: F.resize(x, [5, 7], mode, antialias=False))
    case(f"resize down {m}", (2, 7, 9), lambda x: F.resize(x, [3, 4], mode, antialias=False))
    case(f"rotate 90 {m}", (1, 4, 4), lambda x: F.rotate(x, 90.0, mode))
    case(f"rotate 30 {m}", (2, 5, 7), lambda x: F.rotate(x, 30.0, mode))
    case(f"rotate 30 expand {m}", (1, 5, 7), lambda x: F.rotate(x, 30.0, mode, expand=True))
    case(f"rotate 90 expand {m}", (1, 3, 5), lambda x: F.rotate(x, 90.0, mode, expand=True))
    case(f"affine {m}", (2, 6, 7), lambda x: affine(x, mode, 20.0, (1, -1), 1.2, (10.0, -5.0)))
    case(f"affine center {m}", (1, 6, 7), lambda x: affine(x, mode, 33.0, (0, 1), 0.8, (0.0, 0.0), [2.0, 1.5]))
    case(f"perspective {m}", (2, 6, 8), lambda x: F.perspective(
        x, [[0, 0], [7, 0], [7, 5], [0, 5]], [[1, 1], [6, 0], [7, 4], [2, 5]], mode))
case("resize down antialias", (2, 7, 9), lambda x: F.resize(x, [3, 4], BILINEAR, antialias=True))
case("resize up antialias", (1, 3, 4), lambda x: F.resize(x, [5, 3], BILINEAR, antialias=True))
case("resize shorter side", (1, 5, 8), lambda x: F.resize(x, [3], BILINEAR, antialias=True))
case("center crop", (1, 5, 6), lambda x: F.center_crop(x, [2, 3]))
case("center crop padded", (1, 3, 6), lambda x: F.center_crop(x, [6, 3]))
for mode in ("constant", "edge", "reflect", "symmetric"):
    case(f"pad {mode}", (2, 4, 3), lambda x: F.pad(x, [2, 1, 1, 3], padding_mode=mode))
case("gaussian blur", (2, 6, 7), lambda x: F.gaussian_blur(x, [5, 3], [1.3, 1.3]))
case("brightness", (3, 2, 3), lambda x: F.adjust_brightness(x, 1.4))
case("contrast", (3, 2, 3), lambda x: F.adjust_contrast(x, 1.4))
case("contrast grey", (1, 2, 3), lambda x: F.adjust_contrast(x, 0.3))
case("saturation", (3, 2, 3), lambda x: F.adjust_saturation(x, 1.7))
for turn in (-0.5, -0.21, 0.1, 0.37):
    case(f"hue {turn}", (3, 3, 4), lambda x: F.adjust_hue(x, turn))
case("grayscale", (3, 2, 3), lambda x: F.rgb_to_grayscale(x, 1))
case("grayscale 3", (3, 2, 3), lambda x: F.rgb_to_grayscale(x, 3))
