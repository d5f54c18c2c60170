"""Stacks of batches: many training steps in one call of the compiled graph."""

from typing import Any, NamedTuple

from keras import ops


class Stack(NamedTuple):
    """Several batches that are handed over at once, as `vae_lib.data.batches(stack=n)` does.

    A type of its own: images have axes too, so that a stack cannot be told by its rank.

    Args:
        batches: Tensor of shape `(n, batch, *event)`.
    """

    batches: Any


def train_on_stack(step, stack):
    """Call `step` on each batch of a `Stack` in turn, in a loop inside of the graph."""

    def train_on(i, done):
        step(stack.batches[i])
        return done + 1

    ops.fori_loop(0, stack.batches.shape[0], train_on, 0)
