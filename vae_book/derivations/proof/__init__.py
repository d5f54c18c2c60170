"""How an equation is proved: algebra, rules, integrals, simulation, numbers."""
