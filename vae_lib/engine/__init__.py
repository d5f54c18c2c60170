"""What exists for speed, for several devices and at the doors of `fit`, not for the mathematics."""
