"""What axe finds on a page, by the rules that the whole book keeps."""

from pathlib import Path

import axe_playwright_python

SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Good practice and experimental rules that the book keeps as well; a bare page has no headings.
BARE = TAGS + ["best-practice"]
MORE_RULES = ["heading-order", "label-content-name-mismatch", "page-has-heading-one", "region"]
COLOURS = ["color-contrast", "link-in-text-block"]
# Formulas are most elements of a page, and have nothing for axe: glyphs that a style draws in empty
# elements, and the words of MathML. Nor have the coloured words of code that is not shown. While
# axe runs, each is a box of its size, and its words.
# Texts of one look on one ground have one contrast, so it is asked for three of them: of a single
# letter, or of what a side bar has scrolled away, axe cannot always tell it.
RUN = """
async (options) => {
  const grounds = new Map([[null, ""]]);
  const ground = (node) => {
    if (!grounds.has(node)) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(node);
      const plain = ["rgba(0, 0, 0, 0)", "none", "1"];
      const own = [backgroundColor, backgroundImage, opacity].filter((x) => !plain.includes(x));
      if (!["static", "relative"].includes(position)) own.push(grounds.size);
      grounds.set(node, [ground(node.parentElement), ...own].join());
    }
    return grounds.get(node);
  };
  const looks = Object.groupBy(document.body.querySelectorAll("*"), (node) => {
    const texts = [...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const letters = texts.flatMap(({ data }) => data.match(/[\\p{L}\\p{N}]/gu) ?? []);
    if (!letters.length) return "";
    const { width, height } = node.getBoundingClientRect();
    const isSeen = node.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
    const { color, fill, fontSize, fontWeight, textShadow } = getComputedStyle(node);
    const own = [node.tagName, isSeen, letters.length > 1, color, fill, fontSize, fontWeight];
    return [...own, textShadow, ground(node)].join();
  });
  for (const [look, nodes] of Object.entries(looks)) {
    const asked = new Set([0, nodes.length >> 1, nodes.length - 1]);
    nodes.forEach((node, k) => node.toggleAttribute("data-alike", look && !asked.has(k)));
  }
  axe.configure({ rules: [{ id: "color-contrast", selector: ":not([data-alike])" }] });
  const parts = [...document.querySelectorAll("mjx-math, mjx-assistive-mml, pre")]
    .filter((node) => node.localName !== "pre" || !node.parentElement.checkVisibility());
  const kept = parts.map((node) => [node, [...node.childNodes], node.getAttribute("style")]);
  const boxes = parts.map((node) => node.getBoundingClientRect());
  parts.forEach((node, k) => {
    const { width, height } = boxes[k];
    node.style.cssText = `display: inline-block; width: ${width}px; height: ${height}px`;
    node.replaceChildren(node.textContent);
  });
  try {
    return (await axe.run(document, options)).violations;
  } finally {
    for (const [node, nodes, style] of kept) {
      node.replaceChildren(...nodes);
      node.setAttribute("style", style ?? "");
    }
  }
}
"""


def violations(page, bare=False, rules=None):
    """Axe's findings as lines of text.

    Args:
        page: Of Playwright.
        bare: Whether the page holds a figure and nothing else.
        rules: The rules to try, if not all.
    """
    tags = {"type": "tag", "values": BARE if bare else TAGS}
    options = {
        "runOnly": {"type": "rule", "values": rules} if rules else tags,
        "rules": {rule: {"enabled": True} for rule in ([] if bare or rules else MORE_RULES)},
        "resultTypes": ["violations"],
        # Otherwise axe fetches style sheets and media a second time, past the watcher.
        "preload": False,
    }
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(SCRIPT)
    found = page.evaluate(RUN, options)
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
