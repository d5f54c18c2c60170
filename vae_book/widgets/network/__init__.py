"""Encoder and decoder in the browser: packing, the kernel, the byte formats."""
