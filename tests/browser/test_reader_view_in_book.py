"""The theory without its code, and the search that answers, on the built pages."""

from book_page import each_page, open_page

THEORY = "chapters/05-bound.html"
# What people type, and the section that must be among the first three hits.
FAQ = "frequent-questions.html#"
SEARCHES = {
    "reparameterization": f"{FAQ}what-is-the-reparameterization-trick-for",
    "blurry": f"{FAQ}why-are-the-images-blurry",
    "overfitting": f"{FAQ}how-do-i-see-over-fitting",
    "gray": f"{FAQ}what-does-gray-or-grayscale-data-need",
    "grayscale": f"{FAQ}what-does-gray-or-grayscale-data-need",
    "discrete latent": f"{FAQ}can-discrete-latent-variables-be-reparametrised",
    "Gumbel": f"{FAQ}can-discrete-latent-variables-be-reparametrised",
    "dead units": f"{FAQ}why-is-the-kl-zero-or-close-to-it",
    "negative loss": f"{FAQ}why-is-my-loss-negative",
    "KL sign": f"{FAQ}what-sign-has-the-kl-term",
    "KL annealing": f"{FAQ}what-is-kl-annealing",
    "what is the ELBO": f"{FAQ}what-is-the-elbo",
    "why log variance": f"{FAQ}why-does-the-encoder-return-a-log-variance",
    "question 2": "03-bernoulli-likelihood.html#question-2",
    "equation 13": "06-kl.html#equation-eq-13",
}
# As the search page does with the words of its address; the excerpts are another test's.
SEARCH = """(words) => {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  document.querySelector("#search-results").replaceChildren();
  Search.performSearch(words);
}"""
CODE_HEIGHT = """() => [...document.querySelectorAll("article .cell_input, article .vae-code")]
  .reduce((sum, node) => sum + node.getBoundingClientRect().height, 0)"""


def test_a_theory_chapter_shows_no_code_until_asked(page, site):
    open_page(page, f"{site}/{THEORY}")
    assert page.evaluate(CODE_HEIGHT) == 0
    page.get_by_role("button", name="Theory and code").click()
    assert page.evaluate(CODE_HEIGHT) > 0
    open_page(page, f"{site}/chapters/06-kl.html")  # the choice is remembered
    assert page.evaluate(CODE_HEIGHT) > 0
    page.get_by_role("button", name="Theory", exact=True).press("Enter")
    assert page.evaluate(CODE_HEIGHT) == 0
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    assert page.evaluate(CODE_HEIGHT) == 0


@each_page(["chapters/09-training-bernoulli.html"])
def test_a_practice_chapter_shows_its_code_and_its_explorer_leaves_the_column(visit):
    page = visit
    assert page.evaluate(CODE_HEIGHT) > 0
    for width, column in ((1280, 688), (1199, 900), (1000, 740)):
        page.set_viewport_size({"width": width, "height": 900})
        explorer = page.locator(".vae-explorer").first.bounding_box()
        assert explorer["x"] + explorer["width"] <= width
        assert (explorer["width"] > 1.3 * column) == (width == 1280)


@each_page(["chapters/03-bernoulli-likelihood.html"])
def test_the_contents_show_where_the_reader_is(visit):
    page = visit
    for name in ("#question-2", "#the-same-formula-in-three-programs", "#train-it", "#exercises"):
        page.evaluate(
            "(name) => document.querySelector(name).scrollIntoView({ behavior: 'instant' })", name
        )
        page.wait_for_function(
            "(name) => document.querySelector('.page-toc a.active')?.hash === name", arg=name
        )
        assert page.locator(".page-toc a.active").count() == 1


def test_a_search_is_answered_by_a_section(page, site):
    page.goto(f"{site}/search.html")
    page.wait_for_function("Search.hasIndex()")
    for words, section in SEARCHES.items():
        page.evaluate(SEARCH, words)
        page.wait_for_function(
            "/matching|found/.test(document.querySelector('#search-results').innerText)"
        )
        hits = page.locator("#search-results li > a").all()[:3]
        addresses = [hit.get_attribute("href") for hit in hits]
        assert any(address.endswith(section) for address in addresses), (words, addresses)
        assert "teaching" not in addresses[0], words


def test_excerpts_hold_no_code_and_no_latex(page, site):
    page.goto(f"{site}/search.html?q=divergence")
    page.locator("#search-results .context").first.wait_for()
    page.wait_for_load_state("networkidle")  # the excerpts arrive one after the other
    text = " ".join(page.locator("#search-results .context").all_text_contents())
    assert "\\" not in text and "import " not in text and "assert " not in text
