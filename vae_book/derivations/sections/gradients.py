"""Section 1.5: gradients of an expectation and the reparametrisation, equations 14 to 29."""

from sympy import Integer, log

from vae_book.derivations.language.display import sum_over, written
from vae_book.derivations.language.notation import (
    NOTHING,
    Density,
    Diagonal,
    Elementwise,
    Expectation,
    Gradient,
    Item,
    Normal,
    VectorIntegral,
)
from vae_book.derivations.language.objects import (
    ENCODER,
    ENCODER_LAW,
    LOG_DECODER,
    LOG_DECODER_OF_G,
    NOISE,
    PRIOR,
    RECONSTRUCTION,
    G,
)
from vae_book.derivations.language.symbols import (
    EPSILON,
    IDENTITY,
    ORIGIN,
    L,
    M,
    S,
    X,
    Z,
    l,
    phi,
    theta,
)
from vae_book.derivations.proof.equation import Statement, equals, section
from vae_book.derivations.sections import gradient_proofs as proofs

SAMPLE_Z = Item(Z, l)
SAMPLE_EPSILON = Item(EPSILON, l)
NOISE_LAW = Normal(NOTHING, ORIGIN, IDENTITY)

with written():
    INTEGRAL = VectorIntegral(ENCODER * LOG_DECODER, Z)
    THETA_OUTSIDE = Gradient(theta, RECONSTRUCTION)
    THETA_OF_INTEGRAL = Gradient(theta, INTEGRAL)
    THETA_INSIDE = VectorIntegral(ENCODER * Gradient(theta, LOG_DECODER), Z)
    THETA_EXPECTED = Expectation(ENCODER, Gradient(theta, LOG_DECODER))
    THETA_TERM = Gradient(theta, LOG_DECODER).xreplace({Z: SAMPLE_Z})
    THETA_AVERAGE = 1 / L * sum_over(THETA_TERM, l, L)

    REPARAMETRISED = M + Elementwise(S, EPSILON)
    IN_NOISE = Expectation(NOISE, LOG_DECODER_OF_G)
    PHI_OUTSIDE = Gradient(phi, RECONSTRUCTION)
    PHI_OF_EXPECTATION = Gradient(phi, IN_NOISE)
    PHI_OF_INTEGRAL = Gradient(phi, VectorIntegral(NOISE * LOG_DECODER_OF_G, EPSILON))
    PHI_INSIDE = VectorIntegral(NOISE * Gradient(phi, LOG_DECODER_OF_G), EPSILON)
    PHI_EXPECTED = Expectation(NOISE, Gradient(phi, LOG_DECODER_OF_G))
    PHI_TERM = Gradient(phi, LOG_DECODER_OF_G).xreplace({EPSILON: SAMPLE_EPSILON})
    PHI_AVERAGE = 1 / L * sum_over(PHI_TERM, l, L)
    PHI_BY_SCORE = Expectation(ENCODER, LOG_DECODER * Gradient(phi, log(ENCODER)))
    PHI_NAIVE = Expectation(ENCODER, Gradient(phi, LOG_DECODER))
    LOG_DECODER_OF_NOISE = log(Density("p", X, EPSILON, theta))

SECOND = "The same in random finite models"
OUTSIDE = "by quadrature, differentiated from outside"
LEIBNIZ = (
    "For any p and q that allow the exchange of gradient and integral: at this theta, for almost "
    "every z, a derivative, and near it a bound on slopes with a finite integral. "
    f"{SECOND} and {OUTSIDE}; a decoder with a jump fails there."
)
BY_PARTS = (
    "For any decoder without jumps and every K: f d_m q = q f' - d_z(q f), its twin for s, and "
    f"the boundary term is 0. The same {OUTSIDE}."
)
CHANGED = (
    "For any decoder and every K: the change of variables z = m + s epsilon with the Jacobian "
    f"prod s_k. The same {OUTSIDE}."
)
SIMULATION = (
    "100000 samples, fixed seed, within 4 standard errors; from L = 10 to 1000 the error falls "
    "like 1/sqrt(L)."
)
AVERAGE = (
    "For any p and q: each term has the left side as its mean and a draw of its own, so the "
    f"variance of the average is that of one term, divided by L. By simulation: {SIMULATION}"
)

with written():
    SPECIAL_CASES = {
        "14": ("where q is the prior", VectorIntegral(PRIOR * LOG_DECODER, Z)),
        "15": ("where q is the prior", Gradient(theta, VectorIntegral(PRIOR * LOG_DECODER, Z))),
        "16": ("where q is the prior", VectorIntegral(PRIOR * Gradient(theta, LOG_DECODER), Z)),
        "17": ("where q is the prior", Expectation(PRIOR, Gradient(theta, LOG_DECODER))),
        "18": ("where q is the prior", PRIOR),
        "19": ("for L = 1", 1 / L * sum_over(THETA_TERM.xreplace({l: Integer(1)}), l, L)),
        "20": ("for s = 1", Normal(NOTHING, ORIGIN, Diagonal(S**2))),
        "21": ("for s = 1", Normal(NOTHING, M, IDENTITY)),
        "22": ("for s = 1", M + EPSILON),
        "23": ("for m = 0 and s = 1", Expectation(NOISE, LOG_DECODER_OF_NOISE)),
        "24": (
            "where the decoder ignores z",
            Gradient(phi, Expectation(NOISE, LOG_DECODER_OF_NOISE)),
        ),
        "25": (
            "where the decoder ignores z",
            Gradient(phi, VectorIntegral(NOISE * LOG_DECODER_OF_NOISE, EPSILON)),
        ),
        "26": (
            "where the decoder ignores z",
            VectorIntegral(ENCODER * Gradient(phi, LOG_DECODER), Z),
        ),
        "27": ("where the decoder ignores z", PHI_NAIVE),
        "28": ("for m = 0 and s = 1", ENCODER_LAW),
        "29": ("for L = 1", 1 / L * sum_over(PHI_TERM.xreplace({l: Integer(1)}), l, L)),
        "score": ("where the decoder ignores z", Expectation(ENCODER, Gradient(phi, log(ENCODER)))),
    }

equation = section("1.5", SPECIAL_CASES)


def by_theta(number, title, member, how):
    """An equation whose left side is the gradient of the reconstruction by theta."""
    statement = equals(THETA_OUTSIDE, member)
    return equation(number, title, statement, "general", how, proofs.check_theta_identity)


def by_phi(number, title, member, how, check=proofs.check_phi_identity):
    """An equation whose left side is the gradient of the reconstruction by phi."""
    return equation(number, title, equals(PHI_OUTSIDE, member), "general", how, check)


EQUATIONS = (
    equation(
        "14",
        "Expectation as an integral",
        equals(RECONSTRUCTION, INTEGRAL),
        "definition",
        f"The integral of the definition, for any p and q. {SECOND}.",
        proofs.check_theta_identity,
    ),
    by_theta(
        "15",
        "Gradient by theta of the integral",
        THETA_OF_INTEGRAL,
        f"The gradients of one number, for any p and q. {SECOND} and {OUTSIDE}.",
    ),
    by_theta("16", "Gradient by theta inside the integral", THETA_INSIDE, LEIBNIZ),
    by_theta("17", "Gradient by theta as an expectation", THETA_EXPECTED, LEIBNIZ),
    equation(
        "18",
        "Samples of the latent variable",
        Statement((SAMPLE_Z, ENCODER), ("~",), (l, L)),
        "simulation",
        f"First four moments against exact integrals: {SIMULATION}",
        proofs.samples(SAMPLE_Z, seed=18),
    ),
    equation(
        "19",
        "Monte Carlo gradient by theta",
        Statement((THETA_EXPECTED, THETA_AVERAGE), ("approx",)),
        "general",
        AVERAGE,
        proofs.average_estimates(SAMPLE_Z, seed=19),
    ),
    equation(
        "20",
        "Noise without parameters",
        Statement((EPSILON, NOISE_LAW), ("~",)),
        "definition",
        "For K = 2 the law integrates to 1 and has mean 0 and covariance I, by exact "
        "integration; it has no parameter.",
        proofs.check_noise,
    ),
    equation(
        "21",
        "Law of the transformed noise",
        Statement((G, ENCODER_LAW), ("~",)),
        "general",
        "For every K: change of variables with g of eq 22 and the Jacobian prod s_k, then the "
        "matrix form by induction over K.",
        proofs.law_of_transformed(REPARAMETRISED),
    ),
    equation(
        "22",
        "Reparametrisation",
        Statement((G, REPARAMETRISED), (":=",)),
        "definition",
        "For every k its mean is m_k, its variance s_k^2 and its covariance with epsilon_k s_k, "
        "from the moments of epsilon.",
        proofs.check_transformation,
    ),
    equation(
        "23",
        "Expectation over the noise",
        equals(RECONSTRUCTION, IN_NOISE),
        "general",
        CHANGED,
        proofs.check_phi_identity,
    ),
    by_phi("24", "Gradient by phi over the noise", PHI_OF_EXPECTATION, CHANGED),
    by_phi("25", "Gradient by phi of the integral", PHI_OF_INTEGRAL, CHANGED),
    by_phi("26", "Gradient by phi inside the integral", PHI_INSIDE, BY_PARTS),
    by_phi("27", "Gradient by phi as an expectation", PHI_EXPECTED, BY_PARTS),
    equation(
        "28",
        "Samples of the noise",
        Statement((SAMPLE_EPSILON, NOISE_LAW), ("~",), (l, L)),
        "simulation",
        f"First four moments against exact integrals: {SIMULATION}",
        proofs.samples(SAMPLE_EPSILON, seed=28),
    ),
    equation(
        "29",
        "Monte Carlo gradient by phi",
        Statement((PHI_EXPECTED, PHI_AVERAGE), ("approx",)),
        "general",
        AVERAGE,
        proofs.average_estimates(SAMPLE_EPSILON, seed=29),
    ),
    by_phi(
        "score",
        "Gradient by phi with the score function",
        PHI_BY_SCORE,
        f"The gradient of q is q times that of log q, for any p and q. {SECOND} and {OUTSIDE}.",
        proofs.check_score_identity,
    ),
)
