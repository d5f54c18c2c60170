"""Shared by all tests: TensorFlow says only what matters, and Keras compiles by XLA if asked to."""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
if "PYTEST_XDIST_WORKER" in os.environ:  # these fill the cores, and more threads would wait
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")


def pytest_collection_finish():
    """Keras asks XLA for every graph, which takes longer than a small model trains."""
    if "keras" in sys.modules:
        sys.modules["keras"].Model._resolve_auto_jit_compile = lambda model: False
