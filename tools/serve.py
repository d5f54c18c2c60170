"""Serve the built book on this machine: `python tools/serve.py _build/html`."""

import argparse
import functools
import http.server
import sys
from pathlib import Path


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a log line each, and lets a rebuilt page show at once."""

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format, *args):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    options = parser.parse_args()
    if not (options.folder / "index.html").is_file():
        sys.exit(f"There is no book in {options.folder} yet: run make html first.")
    handler = functools.partial(QuietHandler, directory=options.folder)
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", options.port), handler)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", "it must be between 0 and 65535")
        sys.exit(
            f"Port {options.port} cannot be used ({reason}). Leave PORT out to get a free one."
        )
    print(f"The book is at http://127.0.0.1:{server.server_port}/ (stop with Ctrl-C)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
