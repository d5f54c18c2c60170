"""Small arrays of floats in plain Python, with NumPy's rules for shapes."""

from ..read.limits import Unreadable


class Array:
    """Numbers in row-major order.

    Args:
        shape: Tuple of sizes; `()` for a single number.
        data: List of floats.
        role: `"x"`, `"params"` or `"third"`, if the numbers come from that name alone; else `""`.
        pixels: For the loss of an image that a library averaged over its last axis: the array
            before that, for the case that the last axis was a channel.
    """

    def __init__(self, shape, data, role="", pixels=None):
        self.shape = shape
        self.data = data
        self.role = role
        self.pixels = pixels


def scalar(value):
    """One number as an `Array` of shape `()`."""
    return Array((), [float(value)])


def product(sizes):
    """The product of the numbers; 1 for none."""
    result = 1
    for size in sizes:
        result *= size
    return result


def each(function, array):
    """The function of each number, in the same shape."""
    pixels = each(function, array.pixels) if array.pixels else None
    return Array(array.shape, [function(value) for value in array.data], array.role, pixels)


def combine(function, left, right):
    """The function of each pair of numbers, after broadcasting.

    Raises:
        Unreadable: If the shapes do not fit.
    """
    shape = _common(left.shape, right.shape)
    first, second = _expanded(left, shape), _expanded(right, shape)
    data = [function(first[place], second[place]) for place in range(len(first))]
    role = right.role if left.shape == () else left.role if right.shape == () else ""
    pixels = None
    if (left.pixels or right.pixels) and () in (left.shape, right.shape):
        pixels = combine(function, left.pixels or left, right.pixels or right)
    return Array(shape, data, role, pixels)


def _common(left, right):
    size = max(len(left), len(right))
    left = (1,) * (size - len(left)) + left
    right = (1,) * (size - len(right)) + right
    shape = []
    for axis in range(size):
        if left[axis] != right[axis] and 1 not in (left[axis], right[axis]):
            raise Unreadable("shapes", "shapes")  # the caller, who knows the axes, says which
        shape.append(max(left[axis], right[axis]))
    return tuple(shape)


def _expanded(array, shape):
    if array.shape == shape:
        return array.data
    own = (1,) * (len(shape) - len(array.shape)) + array.shape
    data = array.data
    for axis in range(len(shape) - 1, -1, -1):
        if own[axis] != shape[axis]:
            block = product(shape[axis + 1 :])
            data = [
                value
                for start in range(0, len(data), block)
                for _ in range(shape[axis])
                for value in data[start : start + block]
            ]
    return data


def reduced(array, axes, mean, keepdims=False):
    """The sum, or the mean, over the axes (a set of numbers from 0), or over all for None."""
    if axes is None:
        axes = set(range(len(array.shape)))
    kept = [axis for axis in range(len(array.shape)) if axis not in axes]
    shape = tuple([array.shape[axis] for axis in kept])
    data = [0.0] * product(shape)
    for place in range(len(array.data)):
        rest, target, step = place, 0, 1
        for axis in range(len(array.shape) - 1, -1, -1):
            index = rest % array.shape[axis]
            rest //= array.shape[axis]
            if axis not in axes:
                target += index * step
                step *= array.shape[axis]
        data[target] += array.data[place]
    if mean:
        count = len(array.data) // max(1, len(data))
        data = [value / count for value in data]
    if keepdims:
        shape = tuple(
            [1 if axis in axes else array.shape[axis] for axis in range(len(array.shape))]
        )
    return Array(shape, data)
