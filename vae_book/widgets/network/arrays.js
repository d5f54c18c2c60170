/** Opens the arrays that arrays.py packed. */

const VERSION = 1;
const MAGIC = "VAEA";
const HEADER_BYTES = 12;
const BOUNDARY = 4;
const KINDS = { uint8: Uint8Array, uint16: Uint16Array, int16: Int16Array, float32: Float32Array };

/**
 * @param {Array} layout - `[name, kind, count]` of each array.
 * @param {DataView} view - The bytes.
 * @returns {Object<string, TypedArray>}
 */
export function openArrays(layout, view) {
  if (!(view instanceof DataView) || view.byteLength < HEADER_BYTES) {
    throw new Error("Its data is missing.");
  }
  const magic = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(k)));
  const version = view.getUint16(4, true);
  if (magic !== MAGIC) throw new Error("Its data is of an unknown kind.");
  if (version !== VERSION) {
    throw new Error(`Its data is of version ${version}, and this page reads version ${VERSION}.`);
  }
  const found = view.byteLength - HEADER_BYTES;
  const ends = [0];
  for (const [, kind, count] of layout) {
    const bytes = count * KINDS[kind].BYTES_PER_ELEMENT;
    ends.push(ends.at(-1) + BOUNDARY * Math.ceil(bytes / BOUNDARY));
  }
  const expected = ends.at(-1);
  if (found !== expected || view.getUint32(8, true) !== expected) {
    throw new Error(`Its data has ${found} bytes, and should have ${expected}.`);
  }
  const start = view.byteOffset + HEADER_BYTES;
  const bytes = view.buffer.slice(start, start + found); // in line with the boundary
  return Object.fromEntries(
    layout.map(([name, kind, count], k) => [name, new KINDS[kind](bytes, ends[k], count)]),
  );
}
