"""The equations, a module a section of the assignment, and its misprints."""
