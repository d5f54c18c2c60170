"""Tables of spellings: Unicode signs, LaTeX commands, and names used by NumPy, TensorFlow, Keras.

Everything is led back to one small alphabet: the names of `FUNCTIONS`, `FOLDS` and the symbols
of the question, numbers, and the signs `+ - * / ^ _ ( ) [ ] { } , = | || @`.
"""


def by_word(groups):
    """Dictionary from each word of the groups to what all words of its group mean."""
    return {word: meaning for meaning in groups for word in groups[meaning].split()}


_SIGNS = {
    "\\rho ": "ρϱ",
    "\\mu ": "μµ",
    "\\sigma ": "σ",
    "\\pi ": "π",
    "\\tau ": "τ",
    "\\epsilon ": "εϵɛ",
    "\\phi ": "φϕ",
    "\\theta ": "θ",
    "\\sum ": "Σ∑",
    "\\prod ": "Π∏",
    "\\sqrt ": "√",
    "\\nabla ": "∇",
    "\\partial ": "∂",
    "\\frac{1}{2}": "½",
    "\\frac{1}{3}": "⅓",
    "\\frac{1}{4}": "¼",
    "\\frac{3}{4}": "¾",
    "\\cdot ": "·⋅•∙",
    "*": "×∗⊙∘✕✖⋆",
    "/": "÷∕⁄",
    "-": "−–—―‐‑‒﹣",
    "=": "≡≔∴⇒→",
    "≈": "≃≅",
    ">=": "≥⩾≧",
    "<=": "≤⩽≦",
    "||": "‖∥ǁ",
    "|": "∣ǀ",
    "\\langle ": "⟨〈",
    "\\rangle ": "⟩〉",
    "[": "【",
    "]": "】",
    "{": "〖",
    "}": "〗",
    "'": "′’‘",
    "\\top ": "⊤",
    "\\in ": "∈",
    "\\forall ": "∀",
    "L": "ℒ",
    "l": "ℓ",
    "ln": "㏑",
    # The last three stand around a sum in Word's linear format, which has brackets of its own.
    " ": "\u00a0\u202f\u205f\u3000\u2061\u2062\ufe0e\ufe0f▒├┤",
}
UNICODE = {sign: plain for plain in _SIGNS for sign in _SIGNS[plain]}


def _pairs(signs, plain):
    return {signs[place]: plain[place] for place in range(len(signs))}


# Raised and lowered signs, and what each of them is.
SUPERSCRIPTS = _pairs("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ᴰᴷᵀⁿᵈᵏˣⁱʲˡ", "0123456789-+()DKTndkxijl")
SUBSCRIPTS = _pairs("₀₁₂₃₄₅₆₇₈₉₌₋₊₍₎ᵢⱼₖₙₗₜₘₛₚₓ", "0123456789=-+()ijknltmspx")
GREEK = {"rho", "mu", "sigma", "tau", "pi", "epsilon", "phi", "theta"}

# LaTeX commands without meaning for the formula.
SKIPPED = set(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle mleft mright "
    "displaystyle textstyle scriptstyle limits nolimits quad qquad boldsymbol mathbf mathrm mathit "
    "bm operatorname text textrm textbf vec bf pmb rm mathsf mathtt ensuremath boxed mathcal "
    "mathscr mathbb mathop mathord nonumber notag fbox underbrace overbrace".split()
)
SKIPPED_WITH_ARGUMENT = set("label tag color textcolor hspace vspace vphantom".split())
LABELLED = ("underbrace", "overbrace")  # a label follows, as in \underbrace{a}_{\text{why}}
# Environments that only arrange one formula.
LAYOUTS = set(
    "align aligned alignat equation eqnarray split gather gathered multline math displaymath "
    "flalign".split()
)
COMMANDS = by_word(
    {
        "·": "cdot",
        "*": "odot circ times ast",
        "/": "div",
        "||": "lVert rVert Vert",
        "|": "lvert rvert vert mid",
        "=": "equiv coloneqq triangleq therefore Rightarrow implies to",
        "≈": "approx simeq cong",
        "∝": "propto",
        ">=": "geq ge geqslant",
        "<=": "leq le leqslant",
        "(": "lbrace",
        ")": "rbrace",
        "[": "lbrack",
        "]": "rbrack",
    }
)
SIGNS = ("||", "**", ":=", ">=", "=>", "<=", "==", "+=", "-=", "->")  # longest first
SIGN_NAMES = {"**": "^", ":=": "=", "=>": "=", "->": "=", "==": "="}
SINGLE_SIGNS = "+-*/^_(){}[],=|@:.;~≈∝"
RELATIONS = ("=", ">=", "<=", "≈", "∝")

ALIASES = by_word(
    {
        "log": "ln Log",
        "log10": "lg",
        "exp": "Exp",
        "sqrt": "Sqrt",
        "abs": "absolute Abs",
        "sum": "Sum reduce_sum summation Total",
        "prod": "Prod Product reduce_prod",
        "mean": "Mean average reduce_mean",
        "dot": "inner vdot matmul",
        "power": "pow Pow",
        "multiply": "mul Mul",
        "add": "Add",
        "subtract": "sub",
        "divide": "div true_divide Rational",
        "frac": "nicefrac sfrac dfrac tfrac cfrac",
        "const": "constant C c Const cst",
        "T": "top intercal transpose",
        "logvar": "log_var z_log_var logvariance",
        "rho": "varrho Rho",
        "sigma": "Sigma",
        "mu": "Mu",
        "epsilon": "eps varepsilon Epsilon",
        "pi": "Pi",
    }
)
MODULES = set(
    "np numpy tf K keras ops backend math torch jnp scipy special sp sympy linalg F nn jax".split()
)

FOLDS = {"sum", "prod", "mean"}
FUNCTIONS = {"log", "log2", "log10", "log1p", "exp", "expm1", "sqrt", "abs", "square"}
TWO_ARGUMENTS = {"dot", "power", "multiply", "add", "subtract", "divide", "xlogy"}
# Methods that leave the value as it is.
NO_CHANGE = set("doit simplify expand item float squeeze".split())


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
    if 0x1D7CE <= code <= 0x1D7FF:
        return chr(48 + (code - 0x1D7CE) % 10)
    if 0xFF01 <= code <= 0xFF5E:  # the wide signs of East Asian keyboards
        return chr(code - 0xFEE0)
    return " " if 0x2000 <= code <= 0x200A else character
