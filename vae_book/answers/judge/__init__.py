"""From two trees to a verdict: values at points, comparison, diagnosis."""
