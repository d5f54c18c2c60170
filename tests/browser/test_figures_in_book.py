"""The formula figures on the built pages: a link sets them, and every hand moves them."""

from book_page import LINK, PRINT, each_page
from figure_pages import figure_pages, figures_of, models
from formula_harness import drag

# A figure's page, a setting that a teacher may link to, its slider, and its plot to drag.
FIGURES = {
    "haystack": ("01-latent-variables", "K=5,sigma=0.5", "K", "Place of the image"),
    "shell": ("02-prior", "K=30,r=4", "r", "Distance from the origin"),
    "bernoulli": ("03-bernoulli-likelihood", "x=1,a=-8", "a", "Logit"),
    "gaussian": ("04-gaussian-likelihood", "x=0,sigma=0.5", "μ", "Pixel, over the density"),
    "squared-error": ("08-sigma", "kl=7,sigma=3.5", "KL", "Balance of error and KL"),
    "bound": ("05-bound", "m=1,s=0.5", "m", "Mean and width of q"),
    "jensen": ("05-bound", "a=1,w=0.25", "b", "The two values of r"),
    "posterior": ("05-bound", "r=0.5", "r", "Mean of q"),
    "kl": ("06-kl", "m=-1,s=2", "s", "Mean and width of q"),
    "encode": ("08-autoencoder", "preset=4,right=2", "sample", "Samples of q"),
    "reparametrisation": ("07-estimators", "L=300,seed=7", "s", "Number of draws L"),
    "replay": ("09-training-bernoulli", "epoch=5", "epoch", "Epoch, on the loss"),
    "loss-units": ("12-what-goes-wrong", "pixels=1,sigma=0.5", "β", None),
    "training": ("train-it", "K=5,beta=4", "K, latent units", None),
}
NUMBERS = "(root) => root.vaeFigure.numbers()"
# What the figures look like with their style sheets as they are, and with those in reverse order:
# of each element all that the sheets declare.
LOOKS = """
() => {
  const nodes = [...document.querySelectorAll(".vae-figure, .vae-figure *")];
  const sheets = [...document.querySelectorAll("style")]
    .filter((sheet) => sheet.textContent.includes(".vae-figure"));
  const declared = new Set();
  const collect = (rule) => {
    [...rule.style ?? []].forEach((name) => declared.add(name));
    [...rule.cssRules ?? []].forEach(collect);
  };
  sheets.forEach(({ sheet }) => [...sheet.cssRules].forEach(collect));
  const looks = () => nodes.map((node) => {
    const style = getComputedStyle(node);
    return [...declared].map((name) => `${name}: ${style.getPropertyValue(name)}`);
  });
  const before = looks();
  document.head.append(...sheets.toReversed());
  const after = looks();
  document.head.append(...sheets);
  return nodes.flatMap((node, k) =>
    before[k].filter((line, n) => line !== after[k][n])
      .map((line) => `${node.outerHTML.slice(0, 80)} ${line}`));
}
"""


def kinds(name):
    """The kinds of figures of a page, each of which has a style sheet."""
    return {model["script"].split(".")[0] for model in models(name).values() if "script" in model}


def test_no_figure_of_the_book_is_left_out():
    assert set(FIGURES) == {kind for name in figure_pages() for kind in figures_of(name)}


@each_page(sorted({f"chapters/{name}.html" for name, *_ in FIGURES.values()}))
def test_linked_settings_are_shown_and_moved(visit, page_name):
    visit.evaluate(PRINT, "beforeprint")
    for kind, (name, setting, _, _) in FIGURES.items():
        if page_name == f"chapters/{name}.html":
            visit.evaluate(LINK, f"{kind}:{setting}")
            check_moves(visit, kind)
    visit.evaluate(PRINT, "afterprint")


def check_moves(page, kind):
    """Assert that a linked figure shows it and is in view, moves by key and hand, and is reset."""
    _, setting, label, plot = FIGURES[kind]
    figure = page.locator(f".vae-{kind}").first
    wanted = dict(part.split("=") for part in setting.split(","))
    before = figure.evaluate(NUMBERS)
    assert {name: float(value) for name, value in wanted.items()}.items() <= before.items()
    page.wait_for_function(
        "(root) => root.getBoundingClientRect().top < 900", arg=figure.element_handle()
    )
    figure.get_by_label(label, exact=True).press("ArrowLeft")
    by_key = figure.evaluate(NUMBERS)
    assert by_key != before
    page.wait_for_function("(old) => location.hash !== old", arg=f"#{kind}:{setting}")
    if plot:
        drag(page, figure.get_by_role("slider", name=plot), (0.45, 0.6), (0.6, 0.6))
        assert figure.evaluate(NUMBERS) != by_key
    figure.get_by_role("button", name="Reset").click()
    page.wait_for_function("location.hash === ''")
    assert figure.locator("p.vae-readout").text_content()


@each_page([name for name in figure_pages() if len(kinds(name)) > 1])
def test_looks_do_not_depend_on_which_figure_came_first(visit):
    assert visit.evaluate(LOOKS) == []
