"""What the book is made of, on top of `vae_lib`; in the order in which to read it.

- `derivations`: the assignment's equations as SymPy objects, each with its proof.
- `answers`: reads the formulas that readers type and says what is right about them.
- `finite`: random finite models, a second route to what holds in general.
- `figures`: still pictures and tables.
- `widgets`: the figures and the answer boxes that run in the reader's browser, a folder each.

`derivations` and `answers` import no TensorFlow. Nothing is imported here, so they start at once.
"""
