"""What stands beside the formulas of a derivation: true, false, or named as not judged."""

import pytest

from vae_book.answers.desk import judge, load_derivations

DESK = load_derivations()
Q3 = "log p(x|z) = -D/2 log(2 pi sigma^2) - 1/(2 sigma^2) sum_d (x_d - mu_d)^2"
KL = "KL = 1/2 sum_k (m_k^2 + s_k^2 - log(s_k^2) - 1)"
ELBO = "log p(x) >= E_q[log p(x|z)] - KL(q(z|x)||p(z))"
PATH = "grad_phi E_q[log p(x|z)] = E_eps[grad_phi log p(x|g(eps))]"
KL_1 = "= 1/2 (m^2 + s^2 - log s^2 - 1)"
SQUARES = "log p(x|z) = -D/2 log(2 pi sigma^2) - 1/2 sum_d {0}^2"
SLOPE = "d/ds E_q[f(z)] = E_eps[f'(m + s eps) eps]"


def judged(identifier, *lines):
    return judge(DESK[identifier], list(lines), name_rules=False)


TRUE = [
    ("elbo", ELBO + " with equality if and only if q(z|x) = p(z|x)"),
    ("elbo", ELBO + "  and KL >= 0"),
    ("elbo", ELBO + " [ELBO]"),
    ("elbo", ELBO + ", where ELBO = E_q[log p(x|z)] - KL(q(z|x)||p(z))"),
    ("kl", KL + "  (for m = 0, s = 1 it is 0)"),
    ("kl", KL + " because E_q[z_k^2] = m_k^2 + s_k^2"),
    ("kl", KL + ", since q(z|x) = prod_k N(z_k | m_k, s_k^2)"),
    ("kl", "KL = -1/2 sum_k (1 + logvar_k - m_k^2 - exp(logvar_k))"),
    ("q2", "log p(x|z) = sum_d x_d log rho_d \\text{ plus } (1-x_d) log(1-rho_d)"),
    ("q2", "log p(x|z) = sum_d x_d log rho_d + (1-x_d) log(1-rho_d)   d = 1, ..., D"),
    ("q2", "log p(x|z) = sum_d x_d log rho_d + (1-x_d) log(1-rho_d) (D = number of pixels)"),
    ("kl", KL + "  (0 at m = 0, s = 1)"),
    ("kl", KL + " with equality to 0 iff m = 0 and s = 1"),
    ("kl", KL + ", E_q[(z_k - m_k)^2] = s_k^2, so E_q[(z_k - m_k)^2]/s_k^2 = 1"),
    ("kl", KL + " >= 0"),
    ("dkl_dm", "dKL/dm_k = m_k, since d/dm_k s_k^2 = 0"),
    ("elbo", ELBO + " \\quad \\text{with equality iff } q(z|x) = p(z|x)"),
    ("gap2", "log p(x) = ELBO + KL(q(z|x)||p(z|x)), where the last term is >= 0"),
    ("kl1", "KL = 1/2 (m^2 + s^2 - log s^2 - 1), where var = s^2"),
    ("kl1", "KL = 1/2 (m^2 + s^2 - log s^2 - 1) since E_q[exp(z)] = exp(m + s^2/2)"),
    ("q2", "log p(x|z) = sum_d x_d log rho_d + (1-x_d) log(1-rho_d), 0 <= rho_d <= 1"),
    ("q3", Q3 + ", sigma > 0"),
    ("reparam", PATH + " where (z - m)/s = eps"),
    ("q3", "When the density is written out we get " + Q3),
    ("q3", "Suppose x is given. Then " + Q3),
    ("q3", Q3 + "  (MSE = 1/D sum_d (x_d - mu_d)^2)"),
    ("reparam", PATH + "  where z = g(eps) = m + s eps"),
    ("reparam", PATH + "  eps = (z - m)/s"),
    ("reparam", "grad_phi E_q[log p(x|z)] = E_eps[grad_phi log p(x|z_phi(eps))]"),
    ("chain_s", "d/ds E_q[f(z)] = E_eps[f'(z) dz/ds] = E_eps[f'(m + s eps) eps]"),
    ("dkl_dlogvar", "dKL/dlogvar_k = s_k^2 dKL/ds_k^2 = 1/2 (s_k^2 - 1)"),
]


@pytest.mark.parametrize("identifier, line", TRUE)
def test_a_right_line_stays_right_beside_what_is_true(identifier, line):
    found = judged(identifier, line)
    assert found["verdict"] == "complete", found


FALSE = [
    ("elbo", ELBO + ", where ELBO = E_q[log p(x|z)] + KL(q(z|x)||p(z))"),
    ("elbo", ELBO + " only for q = p(z|x)"),
    ("elbo", ELBO + " (Jensen: log E_q[p(z)] <= E_q[log p(z)])"),
    ("gap", "KL(q(z|x)||p(z|x)) = log p(x) - ELBO, since p(x) = int p(x|z) dz"),
    ("kl", KL + " because E_q[z_k^2] = m_k^2"),
    ("kl", KL + ", with p(z) = N(z|0, 2)"),
    ("kl", KL + " for s_k = 1"),
    ("q2", "log p(x|z) = sum_d x_d log rho_d + (1-x_d) log(1-rho_d) (if rho_d = 1/2)"),
    ("q3", Q3 + " (sigma = 1)"),
    ("q3", "For sigma = 1, " + Q3),
    ("reparam", PATH + ", eps ~ N(m, s^2)"),
    ("reparam", PATH + " where z = m + s^2 eps"),
    ("chain_s", SLOPE + " (z = m + s eps^2)"),
    ("chain_s", SLOPE + ", since (z - m)/s^2 = eps"),
    ("dkl_dm", "dKL/dm_k = m_k, since d/dm_k s_k^2 = 1"),
    ("kl", KL + ", where E_q[z_k - m_k] = m_k"),
    ("q2", "log p(x|z) = sum_d x_d log rho_d + (1-x_d) log(1-rho_d), log p(x_d|z) >= 0"),
    ("reparam", "Let eps ~ N(0, s^2). " + PATH),
]


@pytest.mark.parametrize("identifier, line", FALSE)
def test_what_is_false_beside_a_formula_is_broken(identifier, line):
    found = judged(identifier, line)
    assert (found["verdict"], found["first"]) == ("broken", 1), found


NOT_JUDGED = [
    ("dkl_dm", "dKL/dm_k = m_k (multiplied by 2)", "multiplied by 2"),
    ("dkl_dm", "dKL/dm_k = m_k with a minus sign", "with a minus sign"),
    ("dkl_dm", "dKL/dm_k = m_k   plus two", "plus two"),
    ("elbo", ELBO + " if q is Gaussian", "if q is Gaussian"),
    ("kl", KL + ", let r = p(x,z)/q(z|x)", "r = p(x,z)/q(z|x)"),
    ("log_prior", "log p(z) = -K/2 log(2 pi) - 1/2 sum_k z_k^2 where K = 2", "K = 2"),
    ("kl", KL + " since int p(z) dz = 1", "int p(z) dz = 1"),
    ("q3", Q3 + " when D is large", "when D is large"),
    ("q3", Q3 + ", where sigma is the variance", "where sigma is the varia..."),
    ("elbo", ELBO + ", because log is convex", "because log is convex"),
]


@pytest.mark.parametrize("identifier, line, text", NOT_JUDGED)
def test_what_may_matter_and_is_not_judged_is_named(identifier, line, text):
    hint = judged(identifier, line)["lines"][0]["hint"]
    assert f"I did not judge '{text}'." in hint


QUIET = [", by Jensen", " (definition of the KL)", ", d = 1, ..., D", " by (8)", " QED"]


@pytest.mark.parametrize("remark", QUIET)
def test_a_plain_remark_is_not_mentioned(remark):
    assert "did not judge" not in judged("q3", Q3 + remark)["lines"][0]["hint"]


LOST = [
    ("dkl_dm", "dKL/dm_k = m_k \\text{ times } 2", "broken"),
    ("q2", "log p(x|z) = D \\text{ minus } sum_d x_d", "broken"),
    ("q3", "Let us write log p(x|z) = 5", "broken"),
    ("kl", "KL = 1/2 sum_k (m_k^2 + s_k^2 - log s_k^2) - 1", "broken"),
    ("kl", "KL = 1/2 sum_k m_k^2 + s_k^2 - log s_k^2 - 1", "unfinished"),
    ("elbo", "log p(x) <= 30", "broken"),
    ("dkl_dlogvar", "dKL/ds_k^2 = (s_k - 1/s_k)^2", "broken"),
    ("kl", "log p(x) = 1, I think", "unparsed"),
]


@pytest.mark.parametrize("identifier, line, verdict", LOST)
def test_no_part_of_a_formula_is_taken_for_a_remark(identifier, line, verdict):
    assert judged(identifier, line)["verdict"] == verdict


FLIP = {"=": "=", ">=": "<=", "<=": ">="}
# Their last lines leave a constant out, which cannot come back.
ONE_WAY = ("q3c", "posterior")


@pytest.mark.parametrize("identifier", [i for i in DESK.identifiers() if i not in ONE_WAY])
def test_a_derivation_may_go_from_its_goal_to_its_start(identifier):
    entry = DESK[identifier].entry
    forms = [step["form"] for step in entry["steps"]]
    signs = [form[:2] if form[0] in "<>" else "=" for form in forms]
    bodies = [entry["start"], *(form[2:] if form[0] in "<>" else form for form in forms)]
    lines = [bodies[-1]]
    for sign, body in zip(reversed(signs), reversed(bodies[:-1]), strict=True):
        lines.append(f"{FLIP[sign]} {body}")
    assert judged(identifier, *lines)["verdict"] == "complete"


def test_a_remark_between_two_lines_keeps_them_apart():
    lines = "KL = E_q[log q - log p] (since int p(z) dz = 1)", "+ 1 - 1", KL[3:]
    assert judged("kl", *lines)["verdict"] == "complete"
    assert judged("kl_sign", "KL(q||p) >= 0", "hence", "-KL(q||p) <= 0")["verdict"] == "complete"


def test_a_row_of_its_own_that_is_not_judged_is_named_too():
    rows = judged("kl", "We use Var(z_k) = s_k.", KL)["lines"]
    assert rows[0]["hint"] == "I did not judge 'Var(z_k) = s_k'."
    assert judged("q3", "First we take the log of a product.", Q3)["lines"][0]["hint"] == ""


MEANS = ["log p(x) = log E_q[{0}]", ">= E_q[log {0}]", "= E_q[log p(x|z)] - KL(q(z|x)||p(z))"]
DEFINED = [
    ("elbo", "complete", "r(z)", "Let {0} = p(x,z)/q(z|x).", *MEANS),
    ("elbo", "complete", "w", *MEANS[:2], "where {0} = p(x,z)/q(z|x)", MEANS[2]),
    ("elbo", "broken", "w", "Let {0} = q(z|x)/p(x,z).", *MEANS),
    ("elbo", "unparsed", "w", *MEANS),
    ("elbo", "unparsed", "w", "Let {0} = p(x,z)/q(z|x).", "Let {0} = p(x|z).", *MEANS),
    ("elbo", "unparsed", "H(q)", "Let {0} = p(x,z)/q(z|x).", *MEANS),
    ("kl1", "complete", "var", "KL = 1/2 (m^2 + {0} - log {0} - 1), where {0} = s^2", KL_1),
    ("kl1", "broken", "var", "KL = 1/2 (m^2 + {0} - log {0} - 1), where {0} = s", KL_1),
    ("q3", "complete", "L", "Let {0} = " + Q3),
    ("q3", "complete", "r_d", "With {0} = (x_d - mu_d)/sigma, " + SQUARES, "=" + Q3[11:]),
    ("q3", "broken", "r_d", "With {0} = (x_d - mu_d)/sigma^2, " + SQUARES, "=" + Q3[11:]),
]


@pytest.mark.parametrize(
    "identifier, verdict, name, lines", [(*row[:3], row[3:]) for row in DEFINED]
)
def test_a_name_of_the_readers_own_is_put_in_place(identifier, verdict, name, lines):
    found = judged(identifier, *[line.format(name) for line in lines])
    assert found["verdict"] == verdict, found
