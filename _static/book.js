// What the theme's own scripts leave out, on every page of the book.
(() => {
  "use strict";

  // A wide equation or picture scrolls in its own box. While it does, the keyboard must reach it.
  function markScrollable(box) {
    const kind = box.matches(".vae-wide") ? "Picture" : "Equation";
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", `${kind}, scrolls sideways`);
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  }

  // The theme does this when the window or the text changes, but not when the side bar does.
  function markBox(box) {
    const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
    box.tabIndex = scrolls ? 0 : -1;
  }

  function watch(selector, mark) {
    const watcher = new ResizeObserver((entries) => {
      entries.forEach((entry) => mark(entry.target));
    });
    const boxes = document.querySelectorAll(selector);
    boxes.forEach((box) => {
      watcher.observe(box);
      mark(box);
    });
    // A font that arrives late widens what is in a box, but not the box.
    document.fonts.addEventListener("loadingdone", () => boxes.forEach(mark));
  }

  // A formula is copied as its LaTeX: what is drawn of it are glyphs without a text.
  function copyAsLatex(event) {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const part = selection.getRangeAt(0).cloneContents();
    const formulas = part.querySelectorAll("mjx-container");
    if (!formulas.length) return;
    formulas.forEach((formula) => {
      const mark = formula.getAttribute("display") ? "$$" : "$";
      formula.replaceWith(`${mark}${formula.dataset.tex}${mark}`);
    });
    event.clipboardData.setData("text/plain", part.textContent);
    event.preventDefault();
  }
  document.addEventListener("copy", copyAsLatex);

  // The button of a folded box says which box it opens.
  function nameToggles() {
    document.querySelectorAll("button.toggle-button").forEach((button) => {
      const title = button.closest(".admonition-title");
      button.setAttribute("aria-label", title.textContent.trim());
    });
  }

  // The handle of a stock slider takes the name of its label.
  function nameSliders(output) {
    output.querySelectorAll(".noUi-handle:not([aria-label])").forEach((handle) => {
      const label = handle.closest(".jupyter-widgets.widget-slider")?.querySelector(
        ".widget-label",
      );
      handle.setAttribute("aria-label", label?.textContent.trim() || "Slider");
    });
  }

  // The widget manager draws after "load", next to these scripts.
  function watchWidgets() {
    const watcher = new MutationObserver((changes) => {
      changes.forEach((change) => nameSliders(change.target));
    });
    const views = 'script[type="application/vnd.jupyter.widget-view+json"]';
    document.querySelectorAll(views).forEach((view) => {
      watcher.observe(view.parentElement, { childList: true, subtree: true });
    });
  }

  // On paper every folded text is open. (sphinx-togglebutton does so for its own boxes.)
  let openedForPrint = [];

  window.addEventListener("beforeprint", () => {
    openedForPrint = [...document.querySelectorAll("details:not([open])")];
    openedForPrint.forEach((details) => (details.open = true));
  });

  window.addEventListener("afterprint", () => {
    openedForPrint.forEach((details) => (details.open = false));
    openedForPrint = [];
  });

  // From the disk the search lists what it finds, without the excerpts that it would have to fetch.
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  // Listeners run in the order of registration; "load" comes after all other scripts' set-up.
  window.addEventListener("load", () => {
    nameToggles();
    watchWidgets();
    watch('mjx-container[display="true"], .vae-wide', markScrollable);
    watch("pre, .cell_output > .output, .pst-scrollable-table-container", markBox);
  });
})();
