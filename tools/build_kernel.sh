#!/bin/sh
# Compiles vae_book/widgets/network/kernel.ts to kernel.wasm. Needed only after a change in kernel.ts:
# the result is committed, so readers of the book need neither node nor this script.
set -eu

assemblyscript=0.28.20
network=$(cd "$(dirname "$0")/../vae_book/widgets/network" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

npm install --prefix "$scratch" --no-audit --no-fund --silent "assemblyscript@$assemblyscript"
cp "$network/kernel.ts" "$scratch/"
cd "$scratch"
node_modules/.bin/asc kernel.ts --outFile kernel.wasm --runtime stub --importMemory \
  --enable simd --disable bulk-memory,mutable-globals -O3 --noAssert
cp kernel.wasm "$network/kernel.wasm"
wc -c "$network/kernel.wasm"
