"""Execute the chapters, two at a time, into the cache from which the book is built.

The build would execute them one after the other, although half of that time a kernel only starts
and imports. Two kernels need about 2 GB of memory; more would not fit everywhere. A chapter that
is in the cache already is left alone. One that fails is not cached: the build then meets the same
error, and shows it in place.
"""

import json
import multiprocessing
import os
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC
from pathlib import Path

from address import elsewhere
from colab_cell import repository
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache.db import NbCacheRecord
from jupyter_cache.executors import load_executor
from notebooks import ROOT, chapters

from vae_book.widgets.answers import STATIC_PAGE

CACHE = ROOT / "_build" / ".jupyter_cache"
READERS = {"ledger.ipynb"}
KERNELS = 2
TIMEOUT = 300  # as in _config.yml
NOTICES = ROOT / "_build" / "kernels.log"


def mend(folder):
    """Forget the outputs that an interrupted run or a full disk has left half written.

    jupyter-cache notes an execution before it writes the outputs, and believes the note.
    """
    cache = get_cache(folder)
    for executed in folder.glob("executed/*"):
        try:
            json.loads((executed / "base.ipynb").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            shutil.rmtree(executed)
    records = cache.list_cache_records()
    lost = [record.pk for record in records if not (folder / "executed" / record.hashkey).exists()]
    NbCacheRecord.remove_records(lost, cache.db)


def forget_readers(cache, changed):
    """Forget the outputs of chapters that show where things stand in others, if one has changed.

    Args:
        cache: Of jupyter-cache.
        changed: When the last chapter was changed, in seconds since 1970.
    """
    for record in cache.list_cache_records():
        made = record.created.replace(tzinfo=UTC).timestamp()
        if Path(record.uri).name in READERS and made < changed:
            cache.remove_cache(record.pk)


def quiet():
    """Let what kernels say on standard error go to a file: notices of libraries, mostly."""
    with NOTICES.open("ab") as file:
        os.dup2(file.fileno(), 2)


def execute(uri):
    """Execute one chapter that the cache does not hold yet, and tell whether that went well."""
    executor = load_executor("local-serial", get_cache(CACHE))
    result = executor.run_and_cache(filter_uris=[uri], timeout=TIMEOUT)
    return not (result.errored or result.excepted)


def store(cache, uri, notebook, **data):
    """Put an executed notebook into a cache of jupyter-cache, in place of what it holds."""
    bundle = CacheBundleIn(notebook, uri, data=data)
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def check_address():
    """Refuse chapters that Colab would set up from another repository than this book's.

    Raises:
        SystemExit: If there are some.
    """
    strangers = [path.name for path in elsewhere(chapters())]
    if strangers:
        more = f" and {len(strangers) - 1} more" if strangers[1:] else ""
        sys.exit(
            f"On Colab {strangers[0]}{more} would install vae_lib from another place than "
            f"{repository()}, which _config.yml names: run `make address`."
        )


def main():
    check_address()
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")  # two kernels, and mostly two cores
    os.environ[STATIC_PAGE] = "1"  # as ext/answers.py does for what the build itself executes
    mend(CACHE)
    cache = get_cache(CACHE)
    forget_readers(cache, max(path.stat().st_mtime for path in chapters()))
    for path in chapters():
        cache.add_nb_to_project(str(path))
    # Notebooks with the same code, or with none, share their outputs: two at once would collide.
    by_code = {}
    for record in cache.list_unexecuted():
        notebook = cache.get_project_notebook(record.pk).nb
        by_code.setdefault(cache.create_hashed_notebook(notebook)[1], record.uri)
    missing = list(by_code.values())
    NOTICES.unlink(missing_ok=True)
    with ProcessPoolExecutor(KERNELS, initializer=quiet) as pool:
        running = [pool.submit(execute, uri) for uri in missing]
        try:
            for uri, done in zip(missing, running, strict=True):
                said = "executed" if done.result() else f"FAILED (its kernel's notices: {NOTICES})"
                print(f"{said}: {Path(uri).name}", flush=True)
        except KeyboardInterrupt:
            for worker in multiprocessing.active_children():
                worker.kill()  # nbclient would go on; a kernel ends by itself without its worker
            sys.exit("Stopped. The next run keeps the chapters that are executed.")


if __name__ == "__main__":
    main()
