/** The explorer's numbers one by one, as formula.js and the address know them. */

const WALK = ["from", "to", "t"];
const UNIT = /^z\d+$/;

/** A latent vector as the numbers z1, z2 and so on. */
export const asNumbers = (z) => Object.fromEntries(z.map((value, unit) => [`z${unit + 1}`, value]));

/**
 * A model whose `z` is the numbers z1, z2 and so on, and whose `ends` are `from` and `to`.
 *
 * The walk and the noise have numbers only in an explorer that shows them.
 */
export function withNumbers(model) {
  const limit = model.get("limit");
  const names = { z: model.get("z").map((_, unit) => `z${unit + 1}`), ends: ["from", "to"] };
  const range = (least, most, whole = false) => ({ least, most, whole });
  const ranges = Object.fromEntries(names.z.map((name) => [name, range(-limit, limit)]));
  if (model.get("interpolation")) {
    const image = range(0, model.get("point_classes").length - 1, true);
    Object.assign(ranges, { from: image, to: image, t: range(0, 1) });
  }
  if (model.get("sigma") !== null) {
    Object.assign(ranges, { noise: range(0, 1), seed: range(0, 9999, true) });
  }
  /** The list that a number is in, if it is in one, and its place there. */
  const find = (name) => {
    const list = Object.keys(names).find((each) => names[each].includes(name));
    return [list ?? name, list && names[list].indexOf(name)];
  };
  return {
    get: (name) => {
      if (name === "ranges") return ranges;
      const [list, place] = find(name);
      return place === undefined ? model.get(list) : model.get(list)[place];
    },
    set: (name, value) => {
      const [list, place] = find(name);
      if (place === undefined) return model.set(list, value);
      model.set(list, model.get(list).map((each, k) => (k === place ? value : each)));
    },
    on: (event, task) => model.on(`change:${find(event.slice("change:".length))[0]}`, task),
    save_changes: () => model.save_changes(),
  };
}

/**
 * What of them the address holds: those that have changed, and on the walk how far it has gone in
 * place of z. It is given `null` for an explorer without a walk.
 */
export function addressOf(state, walk) {
  const start = state.current();
  const current = () => {
    const onWalk = walk !== null && walk.isOn();
    const isSaid = ([name, value]) =>
      WALK.includes(name) ? onWalk : value !== start[name] && !(onWalk && UNIT.test(name));
    return Object.fromEntries(Object.entries(state.current()).filter(isSaid));
  };
  const moveTo = (values) => {
    const wanted = { ...start, ...values };
    if (WALK.some((name) => name in values)) {
      const outside = [wanted.from, wanted.to].find((end) => !walk.canBeEnd(end));
      if (outside !== undefined) {
        return `The address asks for test image ${outside}, which lies beyond the figure.`;
      }
      Object.assign(wanted, walk.at(wanted));
    }
    state.moveTo(wanted);
  };
  return { current, moveTo };
}
