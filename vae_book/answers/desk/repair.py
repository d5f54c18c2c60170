def diagnose(desk, before, sign, lines):
    return "different", "This does not follow."
