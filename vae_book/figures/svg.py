"""The autoencoder as a drawing whose parts are links to their equations (figure 1).

The drawing is SVG in the page itself, so its colours follow the page, its text is text, and the
Tab key visits the parts in the order of the computation.
"""

from html import escape

TITLE = "The variational autoencoder"
DESCRIPTION = (
    "From top to bottom: an image x enters the encoder, which gives the mean m and the "
    "log-variance log s squared of q(z|x). With noise epsilon from N(0, I) the sample is "
    "z = m + s times epsilon. The decoder turns z into rho or mu, the parameters of p(x|z). The "
    "loss adds two terms: the KL, computed from m and log s squared, and the reconstruction term, "
    "computed from x and from the decoder's output."
)

# Colours of the built book, else of JupyterLab; both have a light and a dark value.
STYLE = """
svg.vae-structure.vae-structure { display: block; width: 100%; max-width: 27rem; margin: 1rem auto;
  color: var(--pst-color-text-base, var(--jp-content-font-color0, #222));
  font-family: var(--pst-font-family-base, var(--jp-content-font-family, sans-serif)); }
.vae-structure text { fill: currentColor; font-size: 15px; text-anchor: middle; }
.vae-structure .small { font-size: 13px; }
.vae-structure .var { font-style: italic; font-weight: 600; }
.vae-structure .box { fill: var(--pst-color-surface, var(--jp-layout-color2, #f3f4f5));
  stroke: currentColor; stroke-width: 1.5; }
.vae-structure .network { stroke-width: 2.5; }
.vae-structure .term { stroke-dasharray: 6 3; }
.vae-structure .group { fill: none; stroke: currentColor; stroke-dasharray: 2 4; }
.vae-structure .arrow { fill: none; stroke: currentColor; stroke-width: 1.5;
  marker-end: url(#vae-arrowhead); }
svg.vae-structure.vae-structure a { color: inherit; text-decoration: none; }
.vae-structure a .number { fill: var(--pst-color-link, var(--jp-content-link-color, #0a58ca));
  text-decoration: underline; }
.vae-structure a:hover .box, .vae-structure a:focus-visible .box {
  stroke: var(--pst-color-accent, var(--jp-brand-color1, #0a58ca)); stroke-width: 4; }
"""

ARROWS = (
    "M190 46 V68",  # x to encoder
    "M144 124 V150",  # encoder to m
    "M226 124 V150",  # encoder to log s^2
    "M144 188 V230",  # m to z
    "M226 188 V230",  # log s^2 to z
    "M86 253 H104",  # epsilon to z
    "M190 276 V296",  # z to decoder
    "M142 352 V374",  # decoder to rho
    "M238 352 V374",  # decoder to mu
    "M142 422 V440",  # rho to reconstruction
    "M238 422 V440",  # mu to reconstruction
    "M126 27 H14 V465 H64",  # x to reconstruction
    "M270 170 H290",  # q to KL
    "M336 200 V512",  # KL to loss
    "M190 490 V512",  # reconstruction to loss
)


def structure(places):
    """The drawing.

    Args:
        places: Addresses of equations by label, from `vae_book.derivations.ledger.places`; a part
            whose equation has no address is drawn without a link.

    Returns:
        A `Drawing`, which a notebook shows.
    """
    parts = (
        plain(rectangle(126, 8, 128, 38), text(190, 32, var("x"), " an image")),
        linked(
            places,
            "eq-10",
            trapezium("M90 70 H290 L254 124 H126 Z", "network"),
            text(190, 92, "Encoder ", var("φ")),
            number(190, 113, "eq-10"),
        ),
        '<rect class="group" x="104" y="142" width="166" height="56" rx="6"/>',
        plain(rectangle(114, 152, 60, 36), text(144, 175, var("m"))),
        plain(rectangle(184, 152, 78, 36), text(223, 175, "log ", var("s"), "²")),
        linked(
            places,
            "eq-20",
            rectangle(22, 226, 64, 54),
            text(54, 242, "noise ", var("ε")),
            text(54, 258, "N(0, ", var("I"), ")", style="small"),
            number(54, 275, "eq-20"),
        ),
        linked(
            places,
            "eq-22",
            rectangle(106, 232, 168, 44),
            text(190, 251, var("z"), " = ", var("m"), " + ", var("s"), " ⊙ ", var("ε")),
            number(190, 269, "eq-22"),
        ),
        linked(
            places,
            "eq-2",
            trapezium("M126 298 H254 L290 352 H90 Z", "network"),
            text(190, 320, "Decoder ", var("θ")),
            number(190, 341, "eq-2"),
        ),
        linked(
            places,
            "eq-6",
            rectangle(66, 376, 116, 46),
            text(124, 394, var("ρ"), ", binary"),
            number(124, 413, "eq-6"),
        ),
        linked(
            places,
            "eq-gaussian-1",
            rectangle(198, 376, 116, 46),
            text(256, 394, "or ", var("μ"), ", real"),
            number(256, 413, "eq-gaussian-1"),
        ),
        linked(
            places,
            "eq-13",
            rectangle(292, 140, 84, 60, "term"),
            text(334, 158, "KL"),
            text(334, 175, "regulariser", style="small"),
            number(334, 193, "eq-13"),
        ),
        linked(
            places,
            "eq-14",
            rectangle(66, 442, 240, 48, "term"),
            text(186, 462, "Reconstruction: −log p(", var("x"), "|", var("z"), ")"),
            number(186, 481, "eq-14"),
        ),
        linked(
            places,
            "eq-9",
            rectangle(66, 514, 310, 48),
            text(221, 534, "Loss: reconstruction + KL = −ELBO"),
            number(221, 553, "eq-9"),
        ),
    )
    return Drawing("".join(f'<path class="arrow" d="{d}"/>' for d in ARROWS) + "".join(parts))


class Drawing:
    """SVG that a notebook shows in the page itself, not as a picture."""

    def __init__(self, body):
        self.body = body

    def _repr_html_(self):
        return (
            '<svg class="vae-structure" xmlns:xlink="http://www.w3.org/1999/xlink" '
            'viewBox="0 0 384 570" role="group" '
            'aria-labelledby="vae-structure-title" aria-describedby="vae-structure-text">'
            f'<title id="vae-structure-title">{TITLE}</title>'
            f'<desc id="vae-structure-text">{DESCRIPTION}</desc><style>{STYLE}</style>'
            '<defs><marker id="vae-arrowhead" viewBox="0 0 8 8" refX="7" refY="4" '
            'markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0 0 L8 4 L0 8 Z" fill="context-stroke"/></marker></defs>'
            f"{self.body}</svg>"
        )

    def __repr__(self):
        return f"Drawing({TITLE!r})"


def linked(places, label, *shapes):
    """Shapes as one link to an equation, where it has an address."""
    if label not in places:
        return plain(*shapes)
    # JupyterLab resolves each href of an `a`, and fails at one that belongs to SVG.
    return f'<a xlink:href="{escape(places[label])}">{"".join(shapes)}</a>'


def plain(*shapes):
    """Shapes as one group."""
    return f"<g>{''.join(shapes)}</g>"


def rectangle(x, y, width, height, style=""):
    """A box with its top left corner at (x, y)."""
    return f'<rect class="box {style}" x="{x}" y="{y}" width="{width}" height="{height}" rx="4"/>'


def trapezium(path, style):
    """A box that narrows or widens, as a path."""
    return f'<path class="box {style}" d="{path}"/>'


def text(x, y, *pieces, style=""):
    """A line of text centred at x."""
    return f'<text class="{style}" x="{x}" y="{y}">{"".join(pieces)}</text> '


def var(symbol):
    """A symbol within a line of text."""
    return f'<tspan class="var">{symbol}</tspan>'


def number(x, y, label):
    """The number of an equation, as the book shows it."""
    return text(x, y, f"({label.removeprefix('eq-')})", style="small number")
