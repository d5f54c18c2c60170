"""Named arrays as one block of bytes, which arrays.js opens in the browser."""

import json
import struct

import numpy as np

MAGIC = b"VAEA"
VERSION = 2
HEADER = struct.Struct("<4sHHII")  # magic, version, nothing, bytes of the names, of the arrays
KINDS = ("uint8", "uint16", "int16", "float16", "float32")
BOUNDARY = 4  # bytes; the browser's typed arrays want their numbers in line


def pack_arrays(**arrays):
    """The block of bytes of arrays, by their names.

    Args:
        **arrays: NumPy arrays of a dtype in `KINDS`.

    Raises:
        ValueError: If a dtype is another one; the message names the array.
    """
    layout, parts = [], []
    for name, array in arrays.items():
        kind = array.dtype.name
        if kind not in KINDS:
            raise ValueError(f"{name} must be of {', '.join(KINDS)}. Received: {kind}.")
        layout.append([name, kind, array.size])
        parts.append(_in_line(array.astype(array.dtype.newbyteorder("<")).tobytes()))
    names, content = _in_line(json.dumps(layout).encode(), b" "), b"".join(parts)
    return HEADER.pack(MAGIC, VERSION, 0, len(names), len(content)) + names + content


def open_arrays(data):
    """The flat arrays of a block, by their names."""
    end = HEADER.size + HEADER.unpack_from(data)[3]
    arrays = {}
    for name, kind, count in json.loads(data[HEADER.size : end]):
        arrays[name] = np.frombuffer(data, np.dtype(kind).newbyteorder("<"), count, end)
        end += arrays[name].nbytes + -arrays[name].nbytes % BOUNDARY
    return arrays


def _in_line(part, filling=b"\0"):
    return part + filling * (-len(part) % BOUNDARY)


def grey_levels(images):
    """Images in [0, 1], clipped where they are beyond, as the bytes that are painted."""
    return np.round(255 * np.clip(images, 0.0, 1.0)).astype("uint8")
