"""Stacks of batches: many training steps in one call of the compiled graph."""

from typing import Any, NamedTuple

# Where `batches` leaves images for the look that `fit` takes: to take a batch from a shuffled
# stream would change the order of the others.
IMAGES = "images_to_look_at"


class Stack(NamedTuple):
    """Several batches that are handed over at once, as `vae_lib.data.batches(stack=n)` does.

    A type of its own: images have axes too, so that a stack cannot be told by its rank.

    Args:
        batches: Tensor of shape `(n, batch, *event)`.
    """

    batches: Any


def train_on_stack(step, stack):
    """Call `step` on each batch of a `Stack` in turn, in a loop inside of the graph."""
    from keras import ops

    def train_on(i, done):
        step(stack.batches[i])
        return done + 1

    ops.fori_loop(0, stack.batches.shape[0], train_on, 0)
