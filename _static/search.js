// The excerpts of the search page show sentences: no code, no raw LaTeX, no folded proofs.
(() => {
  "use strict";

  if (typeof Search === "undefined") return;
  const plain = Search.htmlToText;
  const LEFT_OUT = ".cell_input, .math, .output.stream, .output.text_plain, summary, vae-answer";
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll(LEFT_OUT).forEach((node) => node.remove());
    return plain(page.documentElement.outerHTML, anchor);
  };
})();
