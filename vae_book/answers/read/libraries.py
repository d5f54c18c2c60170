"""Tables of what is not read: names of libraries and losses, and words of a remark."""

# Names of whole formulas, not read here: what to write instead, and the names in lower case.
LIBRARY_HINTS = (
    (
        "is the name of a loss. Here the formula is asked that it computes: write it out",
        "bce bceloss binary_crossentropy binary_cross_entropy binarycrossentropy crossentropy "
        "cross_entropy mse mseloss mse_loss mean_squared_error meansquarederror squared_error "
        "gaussiannllloss gaussian_nll_loss bcewithlogitsloss nll nllloss mae rmse elbo "
        "binary_cross_entropy_with_logits sigmoid_cross_entropy_with_logits",
    ),
    (
        "stands for a whole density or divergence. Write it out",
        "normal bernoulli log_prob logprob logpdf pdf logpmf pmf prob dnorm dbinom "
        "normpdf normlogpdf kl kl_div kldivloss kl_divergence kldivergence",
    ),
    (
        "draws noise. Write it with epsilon",
        "randn rand random randn_like random_normal standard_normal normalvariate",
    ),
    (
        "is no symbol here. Write a variance as a square, a standard deviation without",
        "var variance std stdev stddev sd",
    ),
    (
        "is not read here. Write it with log and exp",
        "sigmoid logit softplus tanh logsigmoid log_sigmoid logsumexp logaddexp expit relu",
    ),
    (
        "stands for something longer. Write it by components",
        "tr trace diag det logdet slogdet eye inv outer einsum matrix",
    ),
    (
        "makes cases. Write one formula: x_d and 1 - x_d are weights that choose one of two terms",
        "cases where ifelse piecewise select cond",
    ),
    (
        "belongs to code. Type the formula alone",
        "lambda def return zip enumerate clip clamp",
    ),
    (
        "is a task. Work it out, and write what comes out",
        "diff derivative grad gradient integrate int expectation limit",
    ),
)
LIBRARY = {name: hint for hint, names in LIBRARY_HINTS for name in names.split()}
# Words of a remark about the formula.
REMARKS = set(
    "where with if when since because as and or so hence thus let then here of is the we for "
    "forall over but all else given nats bits".split()
)
# Those that may stand in words left of the equals sign: "the KL of q and p = ...".
LEADING = set(", and so hence thus let then here of is the we all".split())
# Names that contain an underscore which is no subscript, longest first.
UNDERSCORED = sorted(
    [name for name in LIBRARY if "_" in name]
    + "reduce_prod reduce_mean reduce_sum true_divide z_log_var log_var z_mean".split(),
    key=lambda name: -len(name),
)
