"""What each page asks for: few bytes, few requests, and nothing that it does not use."""

import gzip
from pathlib import Path
from urllib.parse import urlsplit

from book_page import each_page, page_names
from figure_pages import models, source

HTML = 150_000  # bytes, gzipped
PLAIN, WITH_NETWORK = 700_000, 1_800_000
REQUESTS = 30
TEXTS = {".html", ".css", ".js", ".mjs", ".svg", ".json"}


def size(path):
    """Bytes of a file on its way: texts are gzipped, pictures and fonts are dense already."""
    content = path.read_bytes()
    return len(gzip.compress(content, 6)) if path.suffix in TEXTS else len(content)


@each_page(page_names())
def test_a_page_is_light_and_asks_for_nothing_that_it_does_not_use(asked, site, book, page_name):
    assert size(book / page_name) <= HTML
    own = [address for address in asked[1] if address.startswith(f"{site}/")]
    asked = [book / urlsplit(address).path.lstrip("/") for address in own]
    states = [model["state"] for model in models(page_name).values()]
    networks = any("layers" in state or "warmup" in state for state in states)  # or all digits
    assert sum(map(size, asked)) <= (WITH_NETWORK if networks else PLAIN)
    assert len(asked) == len(set(asked)) <= REQUESTS
    names = {path.name for path in asked}
    assert not names & {"fontawesome.js", "tex-chtml.js", "require.js", "embed-amd.js"}
    html = source(page_name)
    typed = any(f"<vae-{kind}" in html for kind in ("answer", "derivation", "task", "standing"))
    assert ("answers.js" in names) == typed
    figures = {path.name for path in asked if path.parent.name == "figures"}
    needed = {
        model[part]
        for model in models(page_name).values()
        for part in ("script", "data")
        if part in model
    }
    assert figures == (needed | {"figure_host.js"} if needed else set())
    fonts = [path for path in map(Path, names) if path.suffix in (".woff", ".woff2", ".ttf")]
    assert not fonts or "mjx-container" in html
