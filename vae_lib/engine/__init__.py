"""What exists for speed or for several devices; no formula needs it."""
