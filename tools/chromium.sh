#!/usr/bin/env bash
# Make sure that the browser tests have a Chromium: $CHROMIUM, one on the PATH, or the system's
# package where it can be installed without asking.
set -u
if [ -n "${CHROMIUM:-}" ]; then
  test -x "$CHROMIUM" && exit 0
  echo "CHROMIUM names no program: $CHROMIUM. Set it to the path of Chrome or Chromium, or unset it." >&2
  exit 1
fi
for name in chromium chromium-browser google-chrome; do
  command -v "$name" > /dev/null && exit 0
done
if command -v apt-get > /dev/null; then
  sudo=""
  if [ "$(id -u)" != 0 ]; then sudo="sudo -n"; fi
  echo "Installing Chromium for the browser tests."
  $sudo apt-get update -qq 2> /dev/null && $sudo apt-get install -y -qq chromium > /dev/null 2>&1 &&
    exit 0
fi
echo "The browser tests need Chromium. Install it (Debian, Ubuntu: apt install chromium;" \
  "macOS: brew install --cask chromium), or set CHROMIUM to the path of Chrome or Chromium." >&2
exit 1
