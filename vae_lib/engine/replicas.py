"""What `tf.distribute` asks of a loss and of a random seed.

A strategy gives each of n replicas of a model its part of a batch, and adds up their gradients.
Without a strategy, and on other backends than TensorFlow, there is one replica.
"""

import keras
from keras import ops

from vae_lib.engine.stacks import Stack


def replicas():
    """How many replicas of the model train together."""
    return _distribute().get_strategy().num_replicas_in_sync if _on_tensorflow() else 1


def replica():
    """Which of them asks: 0 to n - 1. It is 0 outside of `strategy.run`."""
    context = _distribute().get_replica_context() if _on_tensorflow() else None
    return 0 if context is None else context.replica_id_in_sync_group


def share_of_loss(loss):
    """One replica's share of a loss that is a mean over its part of the batch.

    The strategy adds the shares up. For parts of equal size their sum is the mean over the whole
    batch, and so is its gradient. Keras multiplies the shares by n before it averages them in
    the metric `loss`.

    Args:
        loss: A scalar.

    Returns:
        The loss divided by the number of replicas; the loss itself where there is one.
    """
    count = replicas()
    return loss if count == 1 else loss / count


def zero_where_empty(loss, size):
    """The loss of a replica's part of `size` images: 0 where the mean over none of them is NaN."""
    if replicas() == 1:
        return loss
    of_nothing = ops.logical_and(size == 0, ops.isnan(loss))
    return ops.where(of_nothing, ops.zeros_like(loss), loss)


def check_distributed_fit(model, data):
    """Refuse what `fit` cannot do under `tf.distribute`; without a strategy refuse nothing.

    Args:
        model: A Keras model, compiled or not.
        data: What `fit` got: a `tf.data.Dataset`, or anything else.

    Raises:
        ValueError: For several steps an execution, and for stacks of batches.
    """
    strategy = getattr(model, "distribute_strategy", None)  # TensorFlow's trainer has one
    if strategy is None or strategy.num_replicas_in_sync == 1:
        return
    if getattr(model, "steps_per_execution", 1) > 1:
        raise ValueError(
            "Keras 3 trains one step at a time under tf.distribute: compile the model with "
            f"steps_per_execution=1. Received: steps_per_execution={model.steps_per_execution}."
        )
    refuse_stack(getattr(data, "element_spec", None), strategy.num_replicas_in_sync)


def refuse_stack(data, count):
    """Raise a `ValueError` where `count` replicas get a `Stack` of batches."""
    if isinstance(data, Stack) and count > 1:
        raise ValueError(
            "tf.distribute would share out the stack, not the batches in it: use "
            "vae_lib.data.batches without stack. Received a stack of shape "
            f"{tuple(data.batches.shape)} for {count} replicas."
        )


def require_tensorflow(what):
    """Raise a `RuntimeError` where `what`, which needs TensorFlow, meets another backend."""
    if not _on_tensorflow():
        raise RuntimeError(
            f"{what} with TensorFlow alone. The backend of Keras is {keras.backend.backend()}: "
            "set KERAS_BACKEND=tensorflow before Keras is imported."
        )


def _on_tensorflow():
    return keras.backend.backend() == "tensorflow"


def _distribute():
    import tensorflow

    return tensorflow.distribute
