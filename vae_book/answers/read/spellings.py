"""Tables of spellings: Unicode signs, LaTeX commands, and names used by NumPy, TensorFlow, Keras.

Everything is led back to one small alphabet: the names of `FUNCTIONS`, `FOLDS` and the symbols
of the question, numbers, and the signs `+ - * / ^ _ ( ) [ ] { } , = | || @`.
"""

UNICODE = {
    "ρ": "\\rho ",
    "ϱ": "\\rho ",
    "μ": "\\mu ",
    "µ": "\\mu ",
    "σ": "\\sigma ",
    "π": "\\pi ",
    "ε": "\\epsilon ",
    "ϵ": "\\epsilon ",
    "φ": "\\phi ",
    "ϕ": "\\phi ",
    "θ": "\\theta ",
    "Σ": "\\sum ",
    "∑": "\\sum ",
    "Π": "\\prod ",
    "∏": "\\prod ",
    "½": "\\frac{1}{2}",
    "¼": "\\frac{1}{4}",
    "·": "\\cdot ",
    "⋅": "\\cdot ",
    "•": "\\cdot ",
    "×": "*",
    "∗": "*",
    "⊙": "*",
    "∘": "*",
    "÷": "/",
    "∕": "/",
    "⁄": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "‐": "-",
    "√": "\\sqrt ",
    "‖": "||",
    "∥": "||",
    "∣": "|",
    "⟨": "\\langle ",
    "⟩": "\\rangle ",
    "〈": "\\langle ",
    "〉": "\\rangle ",
    "ᵀ": "^T",
    "⊤": "\\top ",
    "′": "^T",
    "≈": "=",
    "≡": "=",
    "≔": "=",
    "∝": "=",
    "≥": "=",
    "⩾": "=",
    "∈": "\\in ",
    "∇": "\\nabla ",
    "∂": "\\partial ",
    "’": "'",
    "\u00a0": " ",
    "\u2009": " ",
    "\u200a": " ",
    "\u202f": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2061": " ",
    "\u2062": " ",
}
SUPERSCRIPTS = {
    "⁰": "0",
    "¹": "1",
    "²": "2",
    "³": "3",
    "⁴": "4",
    "⁵": "5",
    "⁶": "6",
    "⁷": "7",
    "⁸": "8",
    "⁹": "9",
    "⁻": "-",
    "⁺": "+",
}
SUBSCRIPTS = {"ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₙ": "n", "ₗ": "l", "₁": "1", "₂": "2"}
GREEK = {"rho", "mu", "sigma", "pi", "epsilon", "phi", "theta"}

# LaTeX commands without meaning for the formula.
SKIPPED = set(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle "
    "textstyle limits nolimits quad qquad boldsymbol mathbf mathrm mathit bm operatorname text "
    "vec bf pmb rm mathsf ensuremath".split()
)
SKIPPED_WITH_ARGUMENT = {"begin", "end", "label", "tag"}
COMMANDS = {
    "cdot": "·",
    "odot": "*",
    "circ": "*",
    "times": "*",
    "ast": "*",
    "lVert": "||",
    "rVert": "||",
    "Vert": "||",
    "lvert": "|",
    "rvert": "|",
    "vert": "|",
    "mid": "|",
    "approx": "=",
    "equiv": "=",
    "coloneqq": "=",
    "propto": "=",
    "geq": "=",
    "ge": "=",
    "lbrace": "(",
    "rbrace": ")",
}
SIGNS = ("||", "**", ":=", ">=", "=>")  # longest first where one begins another
SIGN_NAMES = {"**": "^", ":=": "=", ">=": "=", "=>": "="}
SINGLE_SIGNS = "+-*/^_(){}[],=|@:.;~"

ALIASES = {
    "ln": "log",
    "eps": "epsilon",
    "varepsilon": "epsilon",
    "varrho": "rho",
    "Log": "log",
    "Exp": "exp",
    "Sqrt": "sqrt",
    "Sum": "sum",
    "Prod": "prod",
    "Product": "prod",
    "Mean": "mean",
    "average": "mean",
    "reduce_sum": "sum",
    "reduce_mean": "mean",
    "reduce_prod": "prod",
    "absolute": "abs",
    "inner": "dot",
    "vdot": "dot",
    "matmul": "dot",
    "pow": "power",
    "dfrac": "frac",
    "tfrac": "frac",
    "cfrac": "frac",
    "constant": "const",
    "cst": "const",
    "top": "T",
    "intercal": "T",
    "transpose": "T",
    "log_var": "logvar",
    "z_log_var": "logvar",
    "logvariance": "logvar",
    "Rho": "rho",
    "Sigma": "sigma",
    "Mu": "mu",
    "Epsilon": "epsilon",
    "Pi": "pi",
}
# Names that contain an underscore which is no subscript, longest first.
UNDERSCORED = ("reduce_prod", "reduce_mean", "reduce_sum", "z_log_var", "log_var", "z_mean")
MODULES = set(
    "np numpy tf K keras ops backend math torch jnp scipy special sp sympy linalg".split()
)

FOLDS = {"sum", "prod", "mean"}
FUNCTIONS = {"log", "log2", "log10", "log1p", "exp", "expm1", "sqrt", "abs", "square"}
TWO_ARGUMENTS = {"dot", "power", "multiply", "add", "subtract", "divide", "xlogy"}
# Names of whole formulas, not read here.
LIBRARY = set(
    "bce binary_crossentropy BinaryCrossentropy crossentropy mse MSE kl_divergence KL logpdf pdf "
    "bernoulli Bernoulli normal Normal sigmoid softplus mathcal mathbb tr trace diag det "
    "Var".split()
)


def fold_alphabet(character):
    """Leads a mathematical letter (bold, italic, ...) back to its plain letter.

    Such letters come from pasted PDF text: U+1D400 to U+1D6A3 hold 13 Latin alphabets of 52
    letters, U+1D6A8 to U+1D7C9 hold 5 Greek alphabets of 58 signs.
    """
    code = ord(character)
    if 0x1D400 <= code <= 0x1D6A3:
        place = (code - 0x1D400) % 52
        return chr(65 + place) if place < 26 else chr(97 + place - 26)
    if 0x1D6A8 <= code <= 0x1D7C9:
        place = (code - 0x1D6A8) % 58
        if 26 <= place <= 50:
            return chr(0x3B1 + place - 26)
        if place in (52, 55):
            return "ϵ" if place == 52 else "ϕ"
        return "Σ" if place == 18 else character
    return character
