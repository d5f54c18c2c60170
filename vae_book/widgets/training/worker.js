/** The script of the worker; a page without workers loads it too, and calls the session itself. */
import { createSession } from "./session.js";

globalThis.vaeTrainingSession = createSession;
if (typeof document === "undefined") {
  const take = createSession({ post: (message) => postMessage(message), sliceMs: 50 });
  globalThis.onmessage = ({ data }) => take(data);
  postMessage({ kind: "alive" });
}
