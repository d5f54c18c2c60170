/**
 * Runs the figures of a page without a kernel: anywidget's contract of the front end, for state
 * that was stored when the page was built. figure_host.py writes what this script reads.
 *
 * A figure is mounted when it comes near the screen. What it needs beyond the page lies in files
 * beside this script; they are scripts too, because a page from the disk may fetch nothing else.
 */
(() => {
  "use strict";

  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
  const NEAR = "100%"; // of the screen's height, above and below
  const folder = new URL(".", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const gone = new AbortController(); // aborted when the page is left for good

  const contents = new Map();
  const files = new Map();
  globalThis.vaeFigureFile = (name, content) => contents.set(name, content);

  /** What a file of this folder holds; it is asked for once. */
  function load(name) {
    if (!files.has(name)) files.set(name, request(name));
    return files.get(name);
  }

  function request(name) {
    return new Promise((resolve, reject) => {
      const fail = (what) => reject(new Error(`Its file ${name} ${what}. Reload the page.`));
      const script = document.createElement("script");
      script.src = new URL(name, folder).href;
      script.onerror = () => fail("is missing");
      script.onload = () => {
        if (contents.has(name)) resolve(contents.get(name));
        else fail("is damaged, or of another build of the book");
        contents.delete(name);
      };
      document.head.append(script);
    });
  }

  /** A widget's state, with the events that follow a change of it. */
  class Model {
    #state;
    #listeners = [];

    constructor(state) {
      this.#state = state;
    }

    get(name) {
      return this.#state[name];
    }

    set(names, value) {
      const given = typeof names === "string" ? { [names]: value } : names;
      const changed = Object.keys(given).filter((name) => !same(given[name], this.#state[name]));
      Object.assign(this.#state, given);
      for (const name of changed) this.#tell(`change:${name}`, given[name]);
      if (changed.length) this.#tell("change");
    }

    on(events, callback) {
      for (const event of events.split(" ")) this.#listeners.push({ event, callback });
    }

    off(events, callback) {
      const dropped = (listener) =>
        (!events || events.split(" ").includes(listener.event)) &&
        (!callback || listener.callback === callback);
      this.#listeners = this.#listeners.filter((listener) => !dropped(listener));
    }

    /** There is no kernel to save in, nor one to send to. */
    save_changes() {}
    send() {}

    #tell(event, ...values) {
      for (const listener of [...this.#listeners]) {
        if (listener.event === event) listener.callback(this, ...values);
      }
    }
  }

  /** The same numbers, texts and lists; bytes are the same only as the same object. */
  function same(a, b) {
    return a === b || (!ArrayBuffer.isView(a) && JSON.stringify(a) === JSON.stringify(b));
  }

  /** What a view gets of a model: what it listens to ends with it. */
  function lent(model, signal) {
    const on = (events, callback) => {
      model.on(events, callback);
      signal.addEventListener("abort", () => model.off(events, callback));
    };
    const rest = ["get", "set", "off", "save_changes", "send"].map((name) => [
      name,
      model[name].bind(model),
    ]);
    return { ...Object.fromEntries(rest), on };
  }

  const experimental = {
    invoke: () => Promise.reject(new Error("There is no kernel behind this page.")),
  };

  let states = {}; // of the page's widgets, by their identifiers
  let views = []; // the places of the figures, from the top of the page
  const identifier = (view) => JSON.parse(view.textContent).model_id;
  const widgets = new Map();
  const modules = new Map();

  /** The widget of an identifier: its model, its script, and what `initialize` returned. */
  function widget(id) {
    if (!widgets.has(id)) widgets.set(id, open(id));
    return widgets.get(id);
  }

  async function open(id) {
    if (!Object.hasOwn(states, id)) throw new Error("The page holds no data for it.");
    const { state, script, data } = states[id];
    const [definition, blocks] = await Promise.all([define(script, state), data ? load(data) : {}]);
    const bytes = Object.entries(blocks).map(([name, text]) => [name, decoded(text)]);
    const model = new Model({ ...state, ...Object.fromEntries(bytes) });
    const given = { model: lent(model, gone.signal), signal: gone.signal, experimental };
    const result = await definition.initialize?.(given);
    if (typeof result === "function") gone.signal.addEventListener("abort", result);
    return { model, definition, exports: typeof result === "object" ? result : undefined };
  }

  /** A script's default export; figures that share a script share this. */
  function define(script, state) {
    const key = script ?? state._esm;
    if (!modules.has(key)) {
      modules.set(
        key,
        script ? load(script).then(evaluate) : evaluate({ esm: state._esm, css: "" }),
      );
    }
    return modules.get(key);
  }

  async function evaluate({ esm, css }) {
    if (css) {
      document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
    }
    const address = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
    const module = await import(address);
    URL.revokeObjectURL(address);
    if (module.render) return module; // an older way to write a widget
    return typeof module.default === "function" ? await module.default() : module.default;
  }

  function decoded(text) {
    const characters = atob(text);
    const bytes = new Uint8Array(characters.length);
    for (let k = 0; k < bytes.length; k++) bytes[k] = characters.charCodeAt(k);
    return new DataView(bytes.buffer);
  }

  /** What a figure may ask of other widgets, by references such as `anywidget:1a2b`. */
  function hostFor(signal) {
    const find = (reference) => widget(reference.replace(/^anywidget:|^IPY_MODEL_/, ""));
    return {
      getModel: async (reference) => lent((await find(reference)).model, signal),
      getWidget: async (reference) => {
        const found = await find(reference);
        return {
          exports: found.exports,
          render: ({ el, signal: own = signal }) => render(found, el, own),
        };
      },
    };
  }

  async function render({ model, definition }, el, signal) {
    const given = { model: lent(model, signal), el, signal, experimental };
    const cleanUp = await definition.render?.({ ...given, host: hostFor(signal) });
    if (typeof cleanUp === "function") signal.addEventListener("abort", cleanUp);
  }

  /** Mounts the figure of a view, or says in its place why there is none. */
  async function mount(view) {
    const el = document.createElement("div");
    el.className = "widget-subarea";
    view.after(el);
    try {
      await render(await widget(identifier(view)), el, gone.signal);
    } catch (error) {
      console.warn(error);
      const text = `This figure cannot be drawn. ${error.message}`;
      const sentence = Object.assign(document.createElement("p"), { textContent: text });
      sentence.className = "vae-error";
      sentence.setAttribute("role", "alert");
      el.replaceChildren(sentence);
    }
  }

  const mounted = new Map();

  /** Mounts a figure once, behind those of its kind above it: an address counts them. */
  function mountOnce(view) {
    if (mounted.has(view)) return mounted.get(view);
    const kind = (each) => states[identifier(each)]?.script ?? each;
    const above = views.slice(0, views.indexOf(view)).filter((each) => kind(each) === kind(view));
    const before = above.length ? mountOnce(above.at(-1)) : Promise.resolve();
    mounted.set(view, before.then(() => mount(view)));
    return mounted.get(view);
  }

  function start() {
    views = [...document.querySelectorAll(VIEW)];
    states = JSON.parse(document.querySelector(STATE).textContent).state;
    const watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        views.filter((view) => view.parentElement === target).forEach(mountOnce);
      }
    }, { rootMargin: `${NEAR} 0px` });
    for (const view of views) watcher.observe(view.parentElement);
    // A link to a figure's setting is read by the figure.
    const linked = () => /^#[^&]*:/.test(location.hash) && mountAll();
    addEventListener("hashchange", linked);
    linked();
  }

  const mountAll = () => Promise.all(views.map(mountOnce));
  globalThis.vaeFigures = { mountAll };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
  addEventListener("pagehide", (event) => event.persisted || gone.abort());
})();
