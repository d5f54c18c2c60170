"""Section 1.3, binary data: equations 6 and 7 and the answer to Question 2."""

from itertools import product as every

from sympy import exp, expand, expand_log, log, simplify

from vae_book.derivations.language.display import fraction, product_over, sum_over, written
from vae_book.derivations.language.notation import Bernoulli, Loss, Partial
from vae_book.derivations.language.objects import DECODER, LOG_DECODER, MINUS_LOG
from vae_book.derivations.language.symbols import RHO, D, X, d, logit_, rho_, x_
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.proof.equation import equals, product_factor, require, right_of, section
from vae_book.derivations.proof.rules import gradient, log_of_product, log_rules

BCE = Loss("BCE", X, RHO)

with written():
    BERNOULLI_PRODUCT = product_over(Bernoulli(x_[d], rho_[d]), d, D)
    BERNOULLI_POWERS = product_over(rho_[d] ** x_[d] * (1 - rho_[d]) ** (1 - x_[d]), d, D)
    BERNOULLI_LOG = sum_over(x_[d] * log(rho_[d]) + (1 - x_[d]) * log(1 - rho_[d]), d, D)
    BERNOULLI_LOG_IN_LOGITS = sum_over(x_[d] * logit_[d] - log(1 + exp(logit_[d])), d, D)
    SIGMOID = 1 / (1 + exp(-logit_[d]))


# ---- Steps of the answer -------------------------------------------------------------------


def log_of_product_step():
    """Step 1. Rule: the logarithm of a product is the sum of the logarithms."""
    return log_of_product(BERNOULLI_POWERS)


def log_likelihood():
    """Step 2. Rules: log(ab) = log a + log b and log(a^b) = b log a."""
    return log_rules(log_of_product_step())


# ---- Proofs --------------------------------------------------------------------------------


def check_definition(statement):
    """Eq 6: a probability for each x in {0,1}^3, with means rho_d and independent components."""
    rhs = right_of(statement, DECODER)
    rho1, rho2, rho3 = (rho_[i] for i in (1, 2, 3))
    table = {bits: value_at(rhs, bits) for bits in every((0, 1), repeat=3)}
    require(expand(sum(table.values())) == 1, "the probabilities do not sum to 1")
    both = sum(p for bits, p in table.items() if bits[0] == bits[1] == 1)
    require(expand(both - rho1 * rho2) == 0, "the components are not independent")
    for position, mean in enumerate((rho1, rho2, rho3)):
        chance = sum(p for bits, p in table.items() if bits[position] == 1)
        require(expand(chance - mean) == 0, f"P(x_{position + 1} = 1) is not {mean}")


def value_at(expression, bits):
    """A product of Bernoulli probabilities at the binary vector `bits`."""
    explicit = evaluated(expression).subs(D, len(bits)).doit()
    explicit = explicit.subs({x_[i]: bit for i, bit in enumerate(bits, start=1)})
    return explicit.replace(Bernoulli, lambda bit, rho: rho if bit == 1 else 1 - rho)


def check_powers(statement):
    """Eq 7: each factor is rho_d at x_d = 1 and 1 - rho_d at x_d = 0, so for every D."""
    rhs = right_of(statement, DECODER)
    factor = product_factor(rhs, D)
    for bit, probability in ((1, rho_[d]), (0, 1 - rho_[d])):
        value = factor.subs(x_[d], bit)
        require(simplify(value - probability) == 0, f"at x_d = {bit} it is {value}")


def check_log(statement):
    """Q2: SymPy's logarithm of eq 7 equals the statement and the steps above, D symbolic."""
    rhs = right_of(statement, LOG_DECODER)
    logarithm = expand_log(log(evaluated(BERNOULLI_POWERS)), force=True)
    require(same(logarithm, rhs), "it is not the logarithm of eq 7")
    require(same(log_likelihood(), rhs), "the steps lead elsewhere")


def check_logits(statement):
    """The answer with rho = sigmoid(a) equals the statement, D symbolic.

    Rules: log sigmoid(a) = a - softplus(a) and, because 1 - sigmoid(a) = 1 / (1 + e^a),
    log(1 - sigmoid(a)) = -softplus(a), with softplus(a) = log(1 + e^a).
    """
    rhs = right_of(statement, LOG_DECODER)
    a, sigmoid = logit_[d], evaluated(SIGMOID)
    softplus = log(1 + exp(a))
    require(simplify(sigmoid * (1 + exp(a)) - exp(a)) == 0, "log sigmoid(a) is not a - softplus")
    require(simplify((1 - sigmoid) * (1 + exp(a))) == 1, "log(1 - sigmoid(a)) is not -softplus")
    in_logits = {log(rho_[d]): a - softplus, log(1 - rho_[d]): -softplus}
    answer = evaluated(BERNOULLI_LOG).xreplace(in_logits)
    require(same(answer, rhs), "it is not the answer to Question 2")


def check_bce(statement):
    """Minus the answer to Question 2 equals D times the mean binary cross-entropy."""
    require(statement.relations == ("=", "="), "it is no chain of two equalities")
    require(statement.lhs == MINUS_LOG, "the left side is not minus the log-likelihood")
    mean_loss = evaluated(-BERNOULLI_LOG) / D
    minus_log = -evaluated(log_likelihood())
    for member in statement.members[1:]:
        value = evaluated(member).subs(BCE, mean_loss)
        require(same(value, minus_log), f"{member} is not minus the log-likelihood")


def check_gradient(statement):
    """The derivative of the log-likelihood in logits, once for symbolic D, once for D = 3."""
    rhs = right_of(statement, Partial(logit_[d], LOG_DECODER))
    rate = evaluated(rhs).subs(rho_[d], evaluated(SIGMOID))
    derived = gradient(BERNOULLI_LOG_IN_LOGITS, logit_[d])
    require(simplify(derived - rate) == 0, "it is not the derivative")
    explicit = evaluated(BERNOULLI_LOG_IN_LOGITS).subs(D, 3).doit().diff(logit_[2])
    require(simplify(explicit - rate.subs(d, 2)) == 0, "it is not the derivative for D = 3")


# ---- Equations -----------------------------------------------------------------------------

with written():
    _D_BCE = D * BCE
    _MINUS_SUM = -BERNOULLI_LOG
    _RESIDUAL = x_[d] - rho_[d]
    SPECIAL_CASES = {
        "6": ("for equal rho_d", product_over(Bernoulli(x_[d], rho_[1]), d, D)),
        "7": ("for an image of ones", product_over(rho_[d] ** x_[d], d, D)),
        "q2": ("for an image of ones", sum_over(x_[d] * log(rho_[d]), d, D)),
        "q2-bce": ("for D = 1", BCE, -BERNOULLI_LOG),
        "q2-logits": ("for logits of 0", sum_over(x_[d] * logit_[d] - log(2), d, D)),
        "q2-gradient": ("for a logit of 0", x_[d] - fraction(1, 2)),
    }

equation = section("1.3", SPECIAL_CASES)
EQUATIONS = (
    equation(
        "6",
        "Factorised Bernoulli likelihood",
        equals(DECODER, BERNOULLI_PRODUCT),
        "definition",
        "For D = 3 the eight probabilities sum to 1, the means are rho_d and the components "
        "are independent.",
        check_definition,
    ),
    equation(
        "7",
        "Bernoulli likelihood written out",
        equals(DECODER, BERNOULLI_POWERS),
        "general",
        "Each factor is rho_d at x_d = 1 and 1 - rho_d at x_d = 0, hence for every D.",
        check_powers,
    ),
    equation(
        "q2",
        "Answer to Question 2: Bernoulli log-likelihood",
        equals(LOG_DECODER, BERNOULLI_LOG),
        "general",
        "The logarithm of eq 7, by the rules for logarithms, for every D.",
        check_log,
    ),
    equation(
        "q2-bce",
        "Bernoulli log-likelihood and binary cross-entropy",
        equals(MINUS_LOG, _D_BCE, _MINUS_SUM),
        "general",
        "Minus the answer to Question 2 is D times the mean binary cross-entropy, for every D.",
        check_bce,
    ),
    equation(
        "q2-logits",
        "Bernoulli log-likelihood from logits",
        equals(LOG_DECODER, BERNOULLI_LOG_IN_LOGITS),
        "general",
        "The answer to Question 2 with rho_d the sigmoid of the logit a_d, for every D.",
        check_logits,
    ),
    equation(
        "q2-gradient",
        "Gradient of the Bernoulli log-likelihood by the logits",
        equals(Partial(logit_[d], LOG_DECODER), _RESIDUAL),
        "general",
        "The derivative of the sum by one logit, with rho_d the sigmoid of a_d.",
        check_gradient,
    ),
)
