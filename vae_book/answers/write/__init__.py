"""From a tree to what is shown: MathML, LaTeX, the sheet."""
