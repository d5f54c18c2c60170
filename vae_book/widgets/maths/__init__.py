"""The library's formulas in JavaScript, each file under the stem of its Python module."""
