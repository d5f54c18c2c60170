/** Opens the arrays that arrays.py packed. */

const MAGIC = "VAEA";
const VERSION = 2;
const HEADER_BYTES = 16;
const BOUNDARY = 4;
const KINDS = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  float16: Uint16Array, // the bits of its numbers, until they are read
  float32: Float32Array,
};

/**
 * @param {DataView} view - A block of bytes.
 * @returns {Object<string, any>} Its arrays by their names; a float16 array as float32.
 */
export function openArrays(view) {
  if (!(view instanceof DataView) || view.byteLength < HEADER_BYTES) {
    throw new Error("Its data is missing. Run the notebook again.");
  }
  const magic = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(k)));
  const version = view.getUint16(4, true);
  if (magic !== MAGIC) throw new Error("Its data is of an unknown kind. Run the notebook again.");
  if (version !== VERSION) {
    throw new Error(
      `Its data is of version ${version}, and this page reads version ${VERSION}. ` +
        "Run the notebook again.",
    );
  }
  const named = view.getUint32(8, true);
  const expected = named + view.getUint32(12, true);
  if (view.byteLength - HEADER_BYTES !== expected) {
    throw new Error(
      `Its data is incomplete: it has ${view.byteLength - HEADER_BYTES} bytes, and should have ` +
        `${expected}. Reload the page.`,
    );
  }
  // A copy, because the numbers need not start at a multiple of 4 in the buffer they came in.
  const start = view.byteOffset + HEADER_BYTES;
  const bytes = view.buffer.slice(start, start + expected);
  const layout = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 0, named)));
  let at = named;
  return Object.fromEntries(layout.map(([name, kind, count]) => {
    const array = new KINDS[kind](bytes, at, count);
    at += BOUNDARY * Math.ceil(array.byteLength / BOUNDARY);
    return [name, kind === "float16" ? halfToSingle(array) : array];
  }));
}

/** IEEE half precision to single, through a table of all powers: not every browser can. */
function halfToSingle(halves) {
  const singles = new Float32Array(halves.length);
  for (let k = 0; k < halves.length; k++) {
    const exponent = (halves[k] >> 10) & 31;
    const fraction = halves[k] & 1023;
    const size = exponent ? (1024 + fraction) * POWERS[exponent] : fraction * POWERS[1];
    singles[k] = halves[k] & 0x8000 ? -size : size;
  }
  return singles;
}

const POWERS = Float64Array.from({ length: 32 }, (_, exponent) => 2 ** (exponent - 25));
