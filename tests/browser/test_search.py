"""The book's own search finds the terms of the glossary, without a server too."""


def check_search(page, root):
    page.goto(f"{root}/search.html?q=posterior+collapse")
    term = page.locator("#search-results a[href*='glossary.html#term-posterior-collapse']")
    term.first.wait_for()
    term.first.click()
    page.wait_for_url("**/glossary.html#term-posterior-collapse")
    assert page.locator("dt#term-posterior-collapse").is_visible()


def test_search_finds_the_glossary(page, site):
    check_search(page, site)


def test_search_finds_the_glossary_from_the_disk(file_page, book):
    check_search(file_page, book.as_uri())


def test_a_chapter_leads_to_the_term(page, site):
    page.goto(f"{site}/chapters/04-gaussian-likelihood.html")
    page.locator("article a[href*='glossary.html#term-posterior-collapse']").click()
    page.wait_for_url("**/glossary.html#term-posterior-collapse")
