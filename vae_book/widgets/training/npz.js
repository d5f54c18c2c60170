/** Arrays as a file that numpy's `load` reads: a zip archive, not compressed, of .npy files. */

/**
 * @param {Object<string, {data: Float32Array|Uint8Array, shape: number[]}>} arrays
 * @returns {Uint8Array}
 */
export function npz(arrays) {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npy(array)]);
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, bytes] of files) {
    const common = [word(20, 2), word(0, 8), word(crc(bytes), 4), word(bytes.length, 4)];
    common.push(word(bytes.length, 4), word(name.length, 2), word(0, 2));
    const local = joined([word(0x04034b50, 4), ...common, ascii(name), bytes]);
    directory.push(word(0x02014b50, 4), word(20, 2), ...common, word(0, 10), word(at, 4));
    directory.push(ascii(name));
    parts.push(local);
    at += local.length;
  }
  const central = joined(directory);
  const counts = [word(0x06054b50, 4), word(0, 4), word(files.length, 2), word(files.length, 2)];
  return joined([...parts, central, ...counts, word(central.length, 4), word(at, 4), word(0, 2)]);
}

/** Version 1.0 of numpy's format. */
function npy({ data, shape }) {
  const kind = data instanceof Uint8Array ? "|u1" : "<f4";
  const sizes = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const header = `{'descr': '${kind}', 'fortran_order': False, 'shape': ${sizes}, }`;
  const padded = header.padEnd(64 * Math.ceil((header.length + 11) / 64) - 11) + "\n";
  const magic = Uint8Array.of(0x93, ...ascii("NUMPY"), 1, 0);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return joined([magic, word(padded.length, 2), ascii(padded), bytes]);
}

const ascii = (text) => new TextEncoder().encode(text);

/** A number in `size` bytes, the lowest first. */
const word = (number, size) =>
  Uint8Array.from({ length: size }, (_, k) => (k < 4 ? (number >>> (8 * k)) & 255 : 0));

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The checksum that zip archives have (CRC-32). */
function crc(bytes) {
  let sum = -1;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return ~sum;
}

const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let k = 0; k < 8; k++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
