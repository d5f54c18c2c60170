// Tells RequireJS where the book keeps the widgets' scripts, at any page depth and from file://.
// Loaded between require.js and embed-amd.js, on pages with widgets only.
(() => {
  "use strict";

  const offline = new URL(".", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;

  // embed-amd.js defines these modules by name. Their path only says where their fonts are.
  const bundled = [
    "@jupyter-widgets/base",
    "@jupyter-widgets/base7",
    "@jupyter-widgets/controls",
    "@jupyter-widgets/controls7",
    "@jupyter-widgets/html-manager",
    "@jupyter-widgets/html-manager/dist/libembed-amd",
  ];
  const paths = { anywidget: `${offline}anywidget` };
  for (const name of bundled) {
    paths[name] = `${offline}html-manager/${name.split("/").pop()}`;
  }
  window.require.config({ paths, waitSeconds: 60 });
})();
