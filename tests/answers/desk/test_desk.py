"""Derivations judged line by line: right ones, faults, what is typed badly."""

import functools

import pytest
from answer_cases import FAULTS, TEXTS, sample, with_fault
from test_answer_hosts import in_micropython

from vae_book.answers.desk import judge, load_derivations

DESK = load_derivations()
# For each line the rules of which a tutor would name one first.
RULES = {
    "A1": ["def", "log_prod", "log_mul", "log_pow"],
    "A2": ["", "def", "log_prod", "log_mul log_pow", ""],
    "A3": ["", "def", "log_prod", "log_exp log_mul", "log_pow", "const_out sum_split"],
    "A4": ["def log_prod", "gauss_def log_exp", "const_out drop_const"],
    "A5": ["kl_def", "gauss_def", "cancel e_linear", "moment", "const_out"],
    "A6": ["kl_def", "e_def", "cancel gauss_def log_mul", "moment", "const_out"],
    "A7": ["def", "no_param", "derivative", "arithmetic"],
    "A8": ["marginal", "mul_div", "e_def", "jensen", "prod_rule", "e_linear log_mul", "kl_def"],
    "A9": ["", "marginal prod_rule", "e_def mul_div", "jensen", "e_linear kl_def log_mul", ""],
    "A10": [
        "kl_def",
        "prod_rule",
        "e_const log_mul",
        "log_mul prod_rule",
        "e_linear kl_def",
        "def",
    ],
    "A11": ["e_const", "prod_rule", "log_mul mul_div", "e_linear", "def kl_def"],
    "A12": ["e_def", "leibniz", "no_param", "e_def"],
    "A13": ["e_def", "leibniz", "log_trick", "e_def"],
    "A14": ["subst", "e_def", "leibniz no_param", "e_def"],
    "A15": ["kl_def", "jensen", "cancel e_def", "arithmetic normalise"],
    "A16": ["def log_prod", "const_out log_exp log_mul log_pow sum_split"],
}


def judged(identifier, lines):
    return judge(DESK[identifier], lines)


@functools.cache
def judged_text(name):
    return judged(*TEXTS[name])


@functools.cache
def judged_fault(*fault):
    return judged(*with_fault(*fault))


@pytest.mark.parametrize("name", TEXTS)
def test_a_right_text_is_complete(name):
    found = judged_text(name)
    assert found["verdict"] == "complete", found
    assert found["first"] is None
    assert {line["verdict"] for line in found["lines"]} <= {"follows", "true", "remark"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]}-{fault[1]}-{fault[3]}")
def test_the_first_line_that_does_not_follow(fault):
    found, number = judged_fault(*fault), fault[1]
    assert (found["verdict"], found["first"]) == ("broken", number), found
    assert found["lines"][number - 1]["hint"]


def test_faults_are_named():
    """Most slips are found by a single change, not by their numbers only."""
    unnamed = []
    for fault in FAULTS:
        codes = judged_fault(*fault)["lines"][fault[1] - 1]["codes"]
        unnamed += [fault] if codes in (["different"], ["undefined"]) else []
    assert len(unnamed) <= 3, unnamed


def test_rules_are_named():
    """Every step has a rule; the first one is nearly always one that a tutor would name."""
    odd = []
    for name, wanted in RULES.items():
        for line, rules in zip(judged_text(name)["lines"], wanted, strict=True):
            if rules:
                assert line["rules"], name
                odd += [] if line["rules"][0] in rules.split() else [(name, line["rules"])]
    assert len(odd) <= 2, odd


@pytest.mark.parametrize("identifier", DESK.identifiers())
def test_the_books_own_steps_are_complete(identifier):
    entry = DESK[identifier].entry
    lines = [entry["start"]]
    for step in entry["steps"]:
        lines.append(step["form"] if step["form"][0] in "<>" else "= " + step["form"])
    found = judged(identifier, lines)
    assert found["verdict"] == "complete", found
    for line, step in zip(found["lines"][1:], entry["steps"], strict=True):
        assert line["verdict"] == "follows" and line["rules"], (step, line)
    cut = judged(identifier, lines[:2])
    assert cut["verdict"] == "unfinished"


@pytest.mark.parametrize("identifier", DESK.identifiers())
def test_the_listed_slips_are_wrong(identifier):
    entry = DESK[identifier].entry
    for slip in entry.get("slips", []):
        found = judged(identifier, [entry["start"], "= " + slip["form"]])
        assert found["first"] == 2 and slip["code"] in found["lines"][1]["codes"]


CLAIMS = [  # what holds in special models only, or for probabilities instead of densities
    ("elbo", "log p(x) <= 0"),
    ("elbo", "-E_q[log q(z|x)] >= 0"),
    ("elbo", "p(x|z) <= 1"),
    ("elbo", "E_q[log p(x|z)] <= log p(x)"),
    ("elbo", "KL(q(z|x)||p(z)) = KL(p(z)||q(z|x))"),
    ("elbo", "log p(x) = E_q[log p(x|z)]"),
    ("gap", "KL(q(z|x)||p(z|x)) <= KL(q(z|x)||p(z))"),
    ("score", "E_q[grad_phi log p(x|z)] = grad_phi E_q[log p(x|z)]"),
    ("kl", "E_q[z_k^2] = m_k^2"),
    ("kl", "KL = 1/2 sum_k (m_k^2 + s_k^2 - 1)"),
]


@pytest.mark.parametrize("identifier, claim", CLAIMS)
def test_false_claims(identifier, claim):
    assert judged(identifier, [claim])["verdict"] == "broken"


BESIDE = [  # what stands beside a formula: the letter of its index, the range, how noise is drawn
    ("dkl_dm", "dKL/dm_k = d/dm_k (1/2 sum_j m_j^2)", "= m_j", "index"),
    ("q2", "log p(x|z) = sum_d log p(x_d|z)", "= sum_d log p(x_d|z), d = 1, ..., D", ""),
    ("q2", "log p(x|z) = sum_d log p(x_d|z)", "= sum_d log p(x_d|z) for d = 2..D", "syntax"),
    ("reparam", "∇_φ E_q[log p(x|z)]", "= ∇_φ E_{ε∼N(0,I)}[log p(x|g_φ(ε))]", ""),
]


@pytest.mark.parametrize("identifier, first, second, code", BESIDE)
def test_what_stands_beside_a_formula_is_read(identifier, first, second, code):
    cell = judged(identifier, [first, second])["lines"][1]
    assert cell["codes"] == ([code] if code else []), cell


UNREAD = [
    "log p() = 0",
    "log p_phi(x|z) dz",
    "E_q_\\ph(z|x)[log p(x|z)]",
    "log int p(x,z)",
    "KL(q)",
    "log p(x|y)",
    "= = =",
    "E_[",
    "grad E_q[1]",
    "\\frac{d}{d",
    "∫∫∫",
    "log log log",
    "{" * 60,
    "é∂∂ ☃",
]


@pytest.mark.parametrize("text", UNREAD)
@pytest.mark.parametrize("identifier", ["elbo", "kl", "reparam", "q3c"])
def test_what_cannot_be_read_is_said(identifier, text):
    found = judged(identifier, [text])
    assert found["verdict"] in ("unparsed", "broken")
    assert found["lines"][0]["hint"] or found["hint"]


def test_an_unreadable_line_does_not_make_the_others_wrong():
    _, lines = TEXTS["A8"]
    found = judged("elbo", [*lines[:2], "= log E_q[p(x,z)/", *lines[3:]])
    assert found["verdict"] == "unparsed" and found["first"] == 3
    others = [line["verdict"] for place, line in enumerate(found["lines"]) if place != 2]
    assert set(others) == {"follows"}


JENSEN = ["log p(x) = log E_q[p(x,z)/q(z|x)]", ">= E_q[log(p(x,z)/q(z|x))]"]
GOAL = "= E_q[log p(x|z)] - KL(q(z|x)||p(z))"


@pytest.mark.parametrize(
    "row", [">= E_q[log(p(x,z)/q(z|x)]", ">= (Jensen) E_q[log(p(x,z)/q(z|x))]", ">= x + H(q)"]
)
def test_an_unreadable_line_keeps_its_sign(row):
    found = judged("elbo", [JENSEN[0], row, GOAL])
    assert (found["verdict"], found["first"]) == ("unparsed", 2)
    assert found["lines"][2]["verdict"] == "follows"
    found = judged("elbo", [JENSEN[0], row, "= 1 + 1"])
    assert found["first"] == 3 and "before line 2" in found["hint"]


def test_a_sentence_that_cannot_be_read_is_told_where_to_stand():
    found = judged("elbo", [*JENSEN, GOAL, "So the ELBO is a lower bound of log p(x)."])
    assert found["first"] == 4
    assert "I do not know 'the' here. Put a remark behind a #." in found["hint"]


DROPPED = [  # rows whose formula was once taken for a remark
    ("elbo", [*JENSEN, "By Bayes' rule, log p(x) = log p(x|z) + log p(z)", GOAL], 3),
    ("elbo", [*JENSEN, "By Bayes' rule log p(x) = log p(x|z) + log p(z)", GOAL], 3),
    ("elbo", [*JENSEN, GOAL, "For any q, log p(x) = E_q[log p(x|z)] - KL(q(z|x)||p(z))"], 4),
    ("elbo", [*JENSEN, "= E_z~p(z)[log(p(x,z)/q(z|x))]", GOAL], 3),
    ("dkl_dm", ["dKL/dm_k = m_k (k = 1)"], 1),
    ("dkl_dm", ["dKL/dm_k = m_k // 2"], 1),
    ("dkl_dm", ["dKL/dm_k = m_k for each k = -m_k"], 1),
    ("dkl_dm", ["dKL/dm_k = m_k by (13) = 2 m_k"], 1),
    ("q3", ["log p(x|z)", "= -D/2 log(2 pi sigma^2) - 1/(2 sigma^2) ||x-mu||^2 -- D log 2"], 2),
    ("elbo", ["-log p(x) >= E_q[log p(x|z)] - KL(q(z|x)||p(z))"], 1),
]


@pytest.mark.parametrize("identifier, lines, first", DROPPED)
def test_a_formula_beside_words_is_not_dropped(identifier, lines, first):
    found = judged(identifier, lines)
    assert found["first"] == first, found
    assert "p(z) belongs where p(z)" not in found["hint"]


def test_too_much_text_is_refused_in_a_sentence():
    for lines in (["= 1"] * 201, ["m" * 10001]):
        found = judged("kl", lines)
        assert found["verdict"] == "unparsed" and "200 lines" in found["hint"]


def test_only_the_final_relation_counts():
    found = judged("gap2", ["log p(x)", ">= E_q[log(p(x,z)/q(z|x))]"])
    assert found["verdict"] == "unfinished"
    assert "≥" in judged("gap2", ["log p(x)", ">= ELBO + KL(q(z|x)||p(z|x))"])["hint"]


def test_the_same_replies_in_micropython():
    """Whole replies, wherever a verdict, a code, a rule or a derivation is new."""
    replies = [(TEXTS[name], judged_text(name)) for name in TEXTS]
    replies += [(with_fault(*fault), judged_fault(*fault)) for fault in FAULTS[::4]]
    replies.sort(key=lambda pair: len(pair[1]["lines"]))  # the short ones are the quick ones

    def traits(pair):
        lines = pair[1]["lines"]
        named = [word for line in lines for word in line["codes"] + line["rules"]]
        return {pair[1]["derivation"], *named} | {line["verdict"] for line in lines}

    chosen = sample(replies, traits)
    found = in_micropython([case for case, _ in chosen])
    for (case, reply), other in zip(chosen, found, strict=True):
        assert other == reply, case
