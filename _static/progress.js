// Marks on chapters that the reader has finished. They stay in this browser.
(() => {
  "use strict";

  const CHAPTER = /(?:^|\/)(\d\d-[^/]+)\.html$/;
  const REFUSED =
    "This browser keeps no data for this page, so the mark lasts until you leave the page.";
  const pageOnly = new Set();
  let refused = false;

  // One address may serve several books, or many pages from the disk.
  function key(chapter) {
    const root = document.documentElement.dataset.content_root ?? "./";
    return `vae-progress|${new URL(root, document.baseURI).pathname}|${chapter}`;
  }

  // Browsers refuse storage by an error of one of these names.
  function withStorage(use) {
    try {
      return use(window.localStorage);
    } catch (error) {
      if (!["SecurityError", "QuotaExceededError"].includes(error.name)) throw error;
      refused = true;
      return null;
    }
  }

  function isDone(chapter) {
    return pageOnly.has(chapter) || withStorage((kept) => kept.getItem(key(chapter))) !== null;
  }

  function setDone(chapter, done) {
    pageOnly.delete(chapter);
    withStorage((
      kept,
    ) => (done ? kept.setItem(key(chapter), "done") : kept.removeItem(key(chapter))));
    if (done && refused) pageOnly.add(chapter);
  }

  // The chapters are those of the side bar.
  function chapterLinks() {
    return [...document.querySelectorAll(".bd-links a.reference.internal")]
      .map((link) => ({ link, chapter: CHAPTER.exec(new URL(link.href).pathname)?.[1] }))
      .filter(({ chapter }) => chapter !== undefined);
  }

  function chapters() {
    return [...new Set(chapterLinks().map(({ chapter }) => chapter))];
  }

  function markLinks() {
    for (const { link, chapter } of chapterLinks()) {
      link.querySelector(".vae-done")?.remove();
      if (isDone(chapter)) link.append(mark());
    }
  }

  function mark() {
    const span = document.createElement("span");
    span.className = "vae-done";
    span.innerHTML = ' <span aria-hidden="true">✓</span><span class="vae-for-ears"> (done)</span>';
    return span;
  }

  function element(name, properties, ...children) {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  }

  function fill(place) {
    const chapter = place.dataset.chapter;
    const box = element("input", { type: "checkbox" });
    const status = element("p", { className: "vae-progress-status" });
    status.setAttribute("role", "status");
    const clear = element("button", { type: "button", className: "btn btn-sm vae-clear" });
    let armed = false;

    function show(sentence = "") {
      const all = chapters();
      const done = all.filter(isDone).length;
      box.checked = isDone(chapter);
      clear.textContent = armed ? "Yes, clear all marks" : "Clear all marks";
      clear.disabled = !armed && done === 0 && !box.checked;
      const count = all.length ? `${done} of ${all.length} chapters done.` : "";
      status.textContent = [sentence, count, refused ? REFUSED : ""].filter(Boolean).join(" ");
      markLinks();
    }

    box.addEventListener("change", () => {
      setDone(chapter, box.checked);
      show();
    });
    clear.addEventListener("click", () => {
      if (armed) [...chapters(), chapter].forEach((name) => setDone(name, false));
      armed = !armed;
      show(
        armed ? "This clears the marks of all chapters. Press again to clear them." : "Cleared.",
      );
      if (clear.disabled) box.focus(); // else the keyboard would lose its place
    });
    clear.addEventListener("blur", () => {
      if (!armed) return;
      armed = false;
      show();
    });
    window.addEventListener("storage", () => show());

    const label = element("label", {}, box, " I have finished this chapter");
    place.replaceChildren(element("p", {}, label), status, element("p", {}, clear));
    show();
  }

  function start() {
    markLinks();
    document.querySelectorAll(".vae-progress[data-chapter]").forEach(fill);
    // In another tab, or on a page without a box, the marks of the side bar follow.
    window.addEventListener("storage", markLinks);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
