"""The sentences of the desk: rules, endings, and what is left in a formula."""

RULES = {
    "def": "the definition, written out",
    "gauss_def": "the Gaussian density, written out",
    "log_prod": "the log of a product is a sum of logs",
    "log_mul": "the log of a product is a sum of logs",
    "log_pow": "the log of a power is the exponent times the log",
    "log_exp": "log and exp cancel",
    "sum_split": "a sum is taken term by term",
    "const_out": "a constant factor goes in front of the sum",
    "drop_const": "terms without the learned quantities are gathered in a constant",
    "kl_def": "the definition of the KL",
    "e_def": "a mean is an integral with the density as its weight",
    "e_linear": "the mean of a sum is the sum of the means",
    "e_const": "the mean of what does not depend on z is itself",
    "moment": "the moments of a Gaussian",
    "normalise": "a density integrates to 1",
    "marginal": "the integral of p(x,z) over z is p(x)",
    "prod_rule": "the product rule of probabilities, p(x,z) = p(x|z) p(z) = p(z|x) p(x)",
    "mul_div": "multiplied and divided by the same",
    "cancel": "equal factors or terms cancel",
    "jensen": "Jensen's inequality, for log is concave",
    "kl_sign": "a KL is at least 0",
    "leibniz": "gradient and integral are exchanged (Leibniz's rule)",
    "no_param": "what does not depend on the parameter is a constant for the gradient",
    "product_rule": "the product rule of differentiation",
    "log_trick": "the log-derivative trick, grad q = q grad log q",
    "derivative": "differentiated",
    "chain": "the chain rule",
    "subst": "the change of variables z = m + s eps",
    "square": "the square is multiplied out",
    "arithmetic": "arithmetic",
}
ENDINGS = {
    "empty": "Type the first line.",
    "complete": "Complete: each line follows, and the last one is what was asked for.",
    "jump": "True, and it is what was asked for. Show the steps between, one rule a line.",
    "so_far": "Right so far. You are not there yet.",
    "constant": "Right so far. Write the constant out.",
    "left": "Right so far, one more step: there is still {}.",
    "missing": "Right so far, one more step: gather {}.",
    "wide": "Right so far. Put brackets round all that the sum covers.",
    "relation": "You have shown {} between the start and your last line; the task asks for {}.",
    "broken": "Line {} does not follow.",
    "unparsed": "Line {} cannot be read.",
}
LEFT = {
    "the log of 1 / ...": "the log of a quotient",
    "p(x|g)": "p(x|g(eps))",
}


def left_over(name):
    """What a structure is called in a sentence."""
    if name.startswith("E:"):
        return "a mean under " + name[2:]
    if name.startswith("grad "):
        return "the gradient of a mean" if name == "grad of a mean" else "a gradient by " + name[5:]
    return LEFT.get(name, name)
