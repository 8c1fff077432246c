"""Writes the files of framework-nn/src/test/resources/org/grad4j/io with NumPy and safetensors.

Needs numpy and safetensors; not part of the build. Every array holds 0, 1, 2, ... of shape [2, 3],
booleans whether that is odd.
"""

import pathlib

import numpy as np
from safetensors.numpy import save_file

FOLDER = pathlib.Path(__file__).parents[1] / "resources" / "org" / "grad4j" / "io"
TYPES = ["f8", "f4", "i8", "i4", "i2", "i1", "u1", "b1"]


def array(kind, order="<"):
    values = np.arange(6).reshape(2, 3)
    return (values % 2 if kind == "b1" else values).astype(np.dtype(order + kind))


for kind in TYPES:
    for order, name in (("<", "little"), (">", "big")):
        np.save(FOLDER / f"{kind}-{name}.npy", array(kind, order))
    np.save(FOLDER / f"{kind}-fortran.npy", np.asfortranarray(array(kind)))
for version in (1, 2, 3):
    with open(FOLDER / f"version-{version}.npy", "wb") as file:
        np.lib.format.write_array(file, array("f4"), version=(version, 0))
np.save(FOLDER / "scalar.npy", np.float32(2.5))
np.save(FOLDER / "empty.npy", np.zeros((0, 3)))
np.save(FOLDER / "object.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
np.save(FOLDER / "structured.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
np.save(FOLDER / "complex.npy", np.zeros(2, dtype="c16"))
np.save(FOLDER / "text.npy", np.array(["ab"]))
np.savez(FOLDER / "plain.npz", x=array("f4"), y=array("i8"))
np.savez_compressed(FOLDER / "packed.npz", x=array("f4"), y=array("i8"))
save_file(
    {kind: array(kind) for kind in TYPES}, FOLDER / "types.safetensors", {"format": "np"}
)
