"""Arrays of small numbers as one block of bytes, which arrays.js opens in the browser."""

import struct

import numpy as np

VERSION = 1
MAGIC = b"VAEA"
HEADER = struct.Struct("<4sHHI")  # magic, version, nothing, bytes that follow
KINDS = ("uint8", "uint16", "int16", "float32")
BOUNDARY = 4  # bytes; the browser's typed arrays want their numbers in line


def pack_arrays(**arrays):
    """Packs arrays behind a header that the browser checks.

    Args:
        **arrays: NumPy arrays of a dtype in `KINDS`.

    Returns:
        `(layout, data)`: a list of `[name, dtype, count]` in their order, and the bytes.

    Raises:
        ValueError: If a dtype is another one; the message names the array.
    """
    layout, parts = [], []
    for name, array in arrays.items():
        kind = array.dtype.name
        if kind not in KINDS:
            raise ValueError(f"{name} must be of {', '.join(KINDS)}. Received: {kind}.")
        layout.append([name, kind, array.size])
        part = array.astype(array.dtype.newbyteorder("<")).tobytes()
        parts.append(part + bytes(-len(part) % BOUNDARY))
    content = b"".join(parts)
    return layout, HEADER.pack(MAGIC, VERSION, 0, len(content)) + content


def grey_levels(images):
    """Returns images in [0, 1], clipped where they are beyond, as the bytes that are painted."""
    return np.round(255 * np.clip(images, 0.0, 1.0)).astype("uint8")
