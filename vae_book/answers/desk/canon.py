def rules_between(desk, a, sign, b, holds):
    return []
