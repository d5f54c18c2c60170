"""From the typed text to a tree: tokens, symbols, calls, sums and their scope."""
