"""The symbols, the written forms and the densities that all derivations share."""
