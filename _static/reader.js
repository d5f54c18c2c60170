// The switch between the theory and the theory with its code; the choice stays in this browser.
(() => {
  "use strict";

  const root = document.documentElement;
  const NAMES = { theory: "Theory", code: "Theory and code" };

  function keep(view) {
    try {
      localStorage.setItem(`vae-view|${root.dataset.vaePart}`, view);
    } catch (error) {
      if (!["SecurityError", "QuotaExceededError"].includes(error.name)) throw error;
    }
  }

  function show(view, buttons) {
    root.dataset.vaeView = view;
    for (const [name, button] of Object.entries(buttons)) {
      button.setAttribute("aria-pressed", String(name === view));
    }
    dispatchEvent(new Event("resize")); // figures that were hidden have a size now
  }

  function switchOfViews() {
    const group = document.createElement("div");
    group.className = "vae-view";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "What to show");
    const buttons = {};
    for (const [view, text] of Object.entries(NAMES)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", () => {
        keep(view);
        show(view, buttons);
      });
      buttons[view] = button;
      group.append(button);
    }
    show(root.dataset.vaeView, buttons);
    return group;
  }

  // A link or a search may lead to what the view hides.
  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) {
      if (node.matches("details")) node.open = true;
    }
    if (target.closest(".vae-code") && root.dataset.vaeView === "theory") {
      document.querySelector(".vae-view button:last-child")?.click();
    }
    target.scrollIntoView();
  }

  // The contents beside the page show where the reader is; the theme's own mark lags behind.
  function followReader() {
    const links = [...document.querySelectorAll(".page-toc a[href^='#']")];
    const entries = document.querySelectorAll(".page-toc .toc-entry");
    const isAbove = ({ hash }) =>
      document.getElementById(hash.slice(1))?.getBoundingClientRect().top < innerHeight / 3;
    const mark = () => {
      const now = links.findLast(isAbove);
      for (const link of links) {
        link.classList.toggle("active", link === now);
        if (link === now) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      for (const entry of entries) entry.classList.toggle("active", entry.contains(now ?? null));
    };
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    addEventListener("scrollend", mark);
    mark();
  }

  followReader();
  if (!root.dataset.vaeView) return;
  if (root.dataset.vaePart !== "landing") {
    document.querySelector(".bd-article h1")?.after(switchOfViews());
  }
  addEventListener("hashchange", openTarget);
  openTarget();
})();
